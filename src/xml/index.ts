/**
 * XML as SAML needs it, and no more: a strict reader, signatures, canonicalisation. Pure, owns no table. Promises that what
 * it lets through reads the same to every XML reader, and that what it calls verified is exactly what a key signed.
 * Domain code imports `xml/domain` itself.
 */
export { escapeXml } from './domain/escape-xml.js';
export type { SignatureOutline } from './domain/gate-signature.js';
export { signElement } from './domain/sign-element.js';
export type { TrustedKey } from './domain/verify-signature.js';

/**
 * XML as SAML needs it, and no more: a strict reader, the shape of XML signatures. Pure, owns no table. Promises that what
 * it lets through reads the same to every XML reader. Domain code imports `xml/domain` itself.
 */
export type { SignatureOutline } from './domain/gate-signature.js';
export { signElement } from './domain/sign-element.js';

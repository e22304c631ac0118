import { createHash } from 'node:crypto';
import { metadataLogo } from '../../pages/index.js';
import type { SpKey, SpKeyRecord } from '../../sp-keys/index.js';
import { escapeXml, signElement } from '../../xml/index.js';
import type { ServiceProvider } from './service-provider.js';

export interface SpMetadata {
  readonly serviceProvider: ServiceProvider;
  readonly tenantName: string;
  readonly keys: readonly SpKeyRecord[];
  /** Whether every AuthnRequest is signed: an IdP that reads it may refuse one that is not. */
  readonly signsRequests: boolean;
  /** Null: for as long as the reader likes. */
  readonly validUntilMs: number | null;
}

interface RequestedAttribute {
  readonly name: string;
  readonly friendlyName: string;
}

/**
 * What the Imagen application asks an IdP for, and what we show of a person; Entra's gallery fills the first in by itself. Some
 * IdPs (pysaml2, SimpleSAMLphp's AttributeLimit) release no more than this. None is required by us in metadata.
 */
const REQUESTED_ATTRIBUTES: readonly RequestedAttribute[] = [
  { name: 'urn:oid:0.9.2342.19200300.100.1.3', friendlyName: 'mail' },
  { name: 'urn:oid:1.3.6.1.4.1.5923.1.1.1.10', friendlyName: 'eduPersonTargetedID' },
  {
    name: 'http://schemas.microsoft.com/identity/claims/objectidentifier',
    friendlyName: 'objectidentifier',
  },
  { name: 'Groups', friendlyName: 'Groups' },
  { name: 'urn:oid:2.16.840.1.113730.3.1.241', friendlyName: 'displayName' },
  { name: 'urn:oid:2.5.4.42', friendlyName: 'givenName' },
  { name: 'urn:oid:2.5.4.4', friendlyName: 'sn' },
];

const DAY_MS = 86_400_000;
const PUBLISHED_FOR_DAYS = 14;

/**
 * `validUntil` of the document at our address: two weeks after the day began (UTC), so that document and ETag change once a
 * day, at the same moment on every instance. IdPs that refresh do so within hours, so two weeks outlast any outage of ours;
 * never more, because IdPs that bound the validity (Kantara SDP-MD03, Shibboleth's RequiredValidUntil) take 14 days at least.
 */
export function publishedUntilMs(nowMs: number): number {
  return (Math.floor(nowMs / DAY_MS) + PUBLISHED_FOR_DAYS) * DAY_MS;
}

/**
 * `validUntil` of a file that is handed over: nobody refreshes it, and SimpleSAMLphp, pysaml2 and Shibboleth refuse an SP
 * whose metadata has expired. So it is good for as long as its certificates are.
 */
export function fileUntilMs(keys: readonly SpKeyRecord[]): number | null {
  const ends = published(keys).map(({ notAfterMs }) => notAfterMs);
  return ends.length === 0 ? null : Math.min(...ends);
}

/**
 * SAML metadata of one tenant's service provider. Elements in the order of the schema (saml-schema-metadata-2.0.xsd); no
 * NameIDFormat, since any will do; assertions must be signed, which is Entra's default. Of our keys, the current and the
 * next one of each use: an IdP that finds one for encryption may encrypt, and we open what was encrypted to any of them.
 */
export function spMetadataXml(metadata: SpMetadata): string {
  const { serviceProvider, keys, signsRequests, validUntilMs } = metadata;
  const { entityId, acsUrl, sloUrl } = serviceProvider;
  const until =
    validUntilMs === null ? '' : ` validUntil="${new Date(validUntilMs).toISOString()}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" ID="${idOf(entityId)}" entityID="${escapeXml(entityId)}"${until}>`,
    `  <md:SPSSODescriptor AuthnRequestsSigned="${String(signsRequests)}" WantAssertionsSigned="true" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">`,
    ...extensions(metadata),
    ...published(keys).map(keyDescriptor),
    ...['HTTP-Redirect', 'HTTP-POST'].map(
      (binding) =>
        `    <md:SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:${binding}" Location="${escapeXml(sloUrl)}"/>`,
    ),
    `    <md:AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="${escapeXml(acsUrl)}" index="0" isDefault="true"/>`,
    '    <md:AttributeConsumingService index="0" isDefault="true">',
    '      <md:ServiceName xml:lang="en">Imagen</md:ServiceName>',
    ...REQUESTED_ATTRIBUTES.map(requestedAttribute),
    '    </md:AttributeConsumingService>',
    '  </md:SPSSODescriptor>',
    '</md:EntityDescriptor>',
    '',
  ].join('\n');
}

/**
 * The same document, signed with the tenant's current key. Only for who asks: at the first import the signature adds nothing
 * to https, since the key that verifies it stands inside, and AD FS, which verifies whatever signature it finds, would be one
 * more thing to go wrong. It serves IdPs that pinned the key and verify each refresh (SimpleSAMLphp, Shibboleth, pysaml2).
 */
export function signedSpMetadataXml(xml: string, entityId: string, key: SpKey): string {
  return `${signElement(xml, idOf(entityId), key)}\n`;
}

/** Unlike any other tenant's: a federation puts many descriptors into one document. */
function idOf(entityId: string): string {
  return `_${createHash('sha256').update(entityId).digest('hex').slice(0, 40)}`;
}

function published(keys: readonly SpKeyRecord[]): readonly SpKeyRecord[] {
  return keys.filter(({ state }) => state !== 'previous');
}

/** What an IdP shows of us (SAML metadata extensions for login and discovery user interface 2.1), and where a sign-in starts. */
function extensions({ serviceProvider, tenantName }: SpMetadata): readonly string[] {
  const { path, widthPx, heightPx } = metadataLogo;
  const { origin } = new URL(serviceProvider.signOnUrl);
  const name = escapeXml(`Imagen (${tenantName})`);
  return [
    '    <md:Extensions>',
    '      <mdui:UIInfo xmlns:mdui="urn:oasis:names:tc:SAML:metadata:ui">',
    `        <mdui:DisplayName xml:lang="en">${name}</mdui:DisplayName>`,
    `        <mdui:DisplayName xml:lang="de">${name}</mdui:DisplayName>`,
    '        <mdui:Description xml:lang="en">Media asset management</mdui:Description>',
    '        <mdui:Description xml:lang="de">Verwaltung von Medien</mdui:Description>',
    `        <mdui:Logo width="${String(widthPx)}" height="${String(heightPx)}">${escapeXml(origin + path)}</mdui:Logo>`,
    '      </mdui:UIInfo>',
    `      <init:RequestInitiator xmlns:init="urn:oasis:names:tc:SAML:profiles:SSO:request-init" Binding="urn:oasis:names:tc:SAML:profiles:SSO:request-init" Location="${escapeXml(serviceProvider.signOnUrl)}"/>`,
    '    </md:Extensions>',
  ];
}

function requestedAttribute({ name, friendlyName }: RequestedAttribute): string {
  const format = /^[a-z]+:/.test(name) ? 'uri' : 'basic';
  return `      <md:RequestedAttribute Name="${escapeXml(name)}" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:${format}" FriendlyName="${escapeXml(friendlyName)}" isRequired="false"/>`;
}

/** What may be encrypted with, best first (SAML metadata 2.4.1.1): node:crypto opens no other mix of OAEP hashes. */
const ENCRYPTION_METHODS = [
  'http://www.w3.org/2009/xmlenc11#aes256-gcm',
  'http://www.w3.org/2009/xmlenc11#aes128-gcm',
  'http://www.w3.org/2001/04/xmlenc#aes256-cbc',
  'http://www.w3.org/2001/04/xmlenc#aes128-cbc',
  'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p',
] as const;

function keyDescriptor({ use, certificateBase64 }: SpKeyRecord): string {
  const methods = use === 'encryption' ? ENCRYPTION_METHODS : [];
  return [
    `    <md:KeyDescriptor use="${use}">`,
    `<ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>${escapeXml(certificateBase64)}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>`,
    ...methods.map((algorithm) => `<md:EncryptionMethod Algorithm="${algorithm}"/>`),
    '</md:KeyDescriptor>',
  ].join('');
}

import type { SpKeyRecord } from '../../sp-keys/index.js';
import type { ServiceProvider } from './service-provider.js';
import { escapeXml } from '../../xml/index.js';

interface RequestedAttribute {
  readonly name: string;
  readonly friendlyName: string;
}

/** What the Imagen application asks an IdP for; Entra's gallery fills these in by itself. None is required by us in metadata. */
export const REQUESTED_ATTRIBUTES: readonly RequestedAttribute[] = [
  { name: 'urn:oid:0.9.2342.19200300.100.1.3', friendlyName: 'mail' },
  { name: 'urn:oid:1.3.6.1.4.1.5923.1.1.1.10', friendlyName: 'eduPersonTargetedID' },
  {
    name: 'http://schemas.microsoft.com/identity/claims/objectidentifier',
    friendlyName: 'objectidentifier',
  },
  { name: 'Groups', friendlyName: 'Groups' },
];

/**
 * SAML metadata of one tenant's service provider. Elements in the order of the schema (saml-schema-metadata-2.0.xsd); no
 * NameIDFormat, since any will do; assertions must be signed, which is Entra's default. Of our keys, the current and the next
 * one that signs. None for encryption: an IdP that finds one encrypts, and encrypted assertions are refused so far.
 */
export function spMetadataXml(
  serviceProvider: ServiceProvider,
  keys: readonly SpKeyRecord[],
  signsRequests: boolean,
): string {
  const { entityId, acsUrl, sloUrl, signOnUrl } = serviceProvider;
  const attributes = REQUESTED_ATTRIBUTES.map(
    ({ name, friendlyName }) =>
      `      <md:RequestedAttribute Name="${escapeXml(name)}" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:${
        /^[a-z]+:/.test(name) ? 'uri' : 'basic'
      }" FriendlyName="${escapeXml(friendlyName)}" isRequired="false"/>`,
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${escapeXml(entityId)}">`,
    `  <md:SPSSODescriptor AuthnRequestsSigned="${signsRequests}" WantAssertionsSigned="true" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">`,
    '    <md:Extensions>',
    '      <mdui:UIInfo xmlns:mdui="urn:oasis:names:tc:SAML:metadata:ui">',
    '        <mdui:DisplayName xml:lang="en">Imagen</mdui:DisplayName>',
    '        <mdui:Description xml:lang="en">Media asset management</mdui:Description>',
    '      </mdui:UIInfo>',
    `      <init:RequestInitiator xmlns:init="urn:oasis:names:tc:SAML:profiles:SSO:request-init" Binding="urn:oasis:names:tc:SAML:profiles:SSO:request-init" Location="${escapeXml(signOnUrl)}"/>`,
    '    </md:Extensions>',
    ...keys.filter(({ state }) => state !== 'previous').map(keyDescriptor),
    ...['HTTP-Redirect', 'HTTP-POST'].map(
      (binding) =>
        `    <md:SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:${binding}" Location="${escapeXml(sloUrl)}"/>`,
    ),
    `    <md:AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="${escapeXml(acsUrl)}" index="0" isDefault="true"/>`,
    '    <md:AttributeConsumingService index="0" isDefault="true">',
    '      <md:ServiceName xml:lang="en">Imagen</md:ServiceName>',
    ...attributes,
    '    </md:AttributeConsumingService>',
    '  </md:SPSSODescriptor>',
    '</md:EntityDescriptor>',
    '',
  ].join('\n');
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

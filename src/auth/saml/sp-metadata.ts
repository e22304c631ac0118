import type { ServiceProvider } from './service-provider.js';

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
 * NameIDFormat, since any will do; assertions must be signed, which is Entra's default.
 */
export function spMetadataXml(serviceProvider: ServiceProvider): string {
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
    '  <md:SPSSODescriptor AuthnRequestsSigned="false" WantAssertionsSigned="true" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">',
    '    <md:Extensions>',
    '      <mdui:UIInfo xmlns:mdui="urn:oasis:names:tc:SAML:metadata:ui">',
    '        <mdui:DisplayName xml:lang="en">Imagen</mdui:DisplayName>',
    '        <mdui:Description xml:lang="en">Media asset management</mdui:Description>',
    '      </mdui:UIInfo>',
    `      <init:RequestInitiator xmlns:init="urn:oasis:names:tc:SAML:profiles:SSO:request-init" Binding="urn:oasis:names:tc:SAML:profiles:SSO:request-init" Location="${escapeXml(signOnUrl)}"/>`,
    '    </md:Extensions>',
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

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

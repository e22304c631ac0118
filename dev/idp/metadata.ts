import {
  signEnveloped,
  writeKeyInfo,
  XML_DSIG_NAMESPACE,
  type SigningKey,
} from './xml-signature.ts';
import { claimNames } from './claims.ts';
import { element, printDocument, type XmlElement } from './xml-tree.ts';

export interface MetadataContent {
  readonly id: string;
  readonly entityId: string;
  readonly ssoUrl: string;
  readonly wsFederationUrl: string;
  /** The one that signs the document. */
  readonly signingKey: SigningKey;
  /** All that may sign: Entra lists inactive ones too, so that a service can trust them before they are used. */
  readonly certificatesBase64: readonly string[];
}

const METADATA = 'urn:oasis:names:tc:SAML:2.0:metadata';
const BINDINGS = 'urn:oasis:names:tc:SAML:2.0:bindings';
const FEDERATION = 'http://docs.oasis-open.org/wsfed/federation/200706';
const AUTHORIZATION = 'http://docs.oasis-open.org/wsfed/authorization/200706';
const ADDRESSING = 'http://www.w3.org/2005/08/addressing';

/** Federation metadata in Entra's shape: no validUntil, no NameIDFormat, the part that SAML needs comes last. */
export function buildMetadata(content: MetadataContent): string {
  const keys = content.certificatesBase64.map((certificate) =>
    element('KeyDescriptor', { use: 'signing' }, writeKeyInfo(certificate, XML_DSIG_NAMESPACE)),
  );
  const unsigned = element(
    'EntityDescriptor',
    { ID: content.id, entityID: content.entityId, xmlns: METADATA },
    roleDescriptor('fed:SecurityTokenServiceType', [
      ...keys,
      claimTypesOffered(),
      endpoint('fed:SecurityTokenServiceEndpoint', content.wsFederationUrl),
      endpoint('fed:PassiveRequestorEndpoint', content.wsFederationUrl),
    ]),
    roleDescriptor('fed:ApplicationServiceType', [
      ...keys,
      endpoint('fed:TargetScopes', content.entityId),
      endpoint('fed:ApplicationServiceEndpoint', content.wsFederationUrl),
      endpoint('fed:PassiveRequestorEndpoint', content.wsFederationUrl),
    ]),
    idpDescriptor(keys, content.ssoUrl),
  );
  const signed = signEnveloped(unsigned, { key: content.signingKey, hash: 'sha256', at: 0 });
  return `<?xml version="1.0" encoding="utf-8"?>${printDocument(signed)}`;
}

function roleDescriptor(type: string, children: readonly XmlElement[]): XmlElement {
  return element(
    'RoleDescriptor',
    {
      'xsi:type': type,
      protocolSupportEnumeration: FEDERATION,
      'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
      'xmlns:fed': FEDERATION,
    },
    ...children,
  );
}

function idpDescriptor(keys: readonly XmlElement[], location: string): XmlElement {
  const service = (name: string, binding: string): XmlElement =>
    element(name, { Binding: `${BINDINGS}:${binding}`, Location: location });
  return element(
    'IDPSSODescriptor',
    { protocolSupportEnumeration: 'urn:oasis:names:tc:SAML:2.0:protocol' },
    ...keys,
    service('SingleLogoutService', 'HTTP-Redirect'),
    service('SingleSignOnService', 'HTTP-Redirect'),
    service('SingleSignOnService', 'HTTP-POST'),
  );
}

function endpoint(name: string, address: string): XmlElement {
  return element(
    name,
    {},
    element(
      'wsa:EndpointReference',
      { 'xmlns:wsa': ADDRESSING },
      element('wsa:Address', {}, address),
    ),
  );
}

function claimTypesOffered(): XmlElement {
  const offered = Object.entries(claimNames).filter(([, uri]) => uri.startsWith('http'));
  const claimTypes = offered.map(([name, uri]) =>
    element(
      'auth:ClaimType',
      { Uri: uri, 'xmlns:auth': AUTHORIZATION },
      element('auth:DisplayName', {}, name),
      element('auth:Description', {}, `The user's ${name}.`),
    ),
  );
  return element('fed:ClaimTypesOffered', {}, ...claimTypes);
}

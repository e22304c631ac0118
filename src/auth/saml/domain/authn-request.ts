import { escapeXml } from '../../../xml/domain/escape-xml.js';
import { ASSERTION, PROTOCOL } from './saml-names.js';

export interface AuthnRequest {
  /** An NCName that nobody can guess (Entra: no leading digit, AADSTS7500529). */
  readonly id: string;
  readonly issuer: string;
  /** The IdP's endpoint for the binding in use, verbatim. */
  readonly destination: string;
  readonly acsUrl: string;
  readonly nowMs: number;
  /** SAML core 3.4.1: the IdP must ask the person again, whatever session it has. */
  readonly forceAuthn: boolean;
  readonly nameIdFormat: keyof typeof NAME_ID_FORMATS | 'none';
  /** Class URIs, one of which the IdP must authenticate by; none: it decides. */
  readonly authnContext: readonly string[];
}

const NAME_ID_FORMATS = {
  persistent: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
  transient: 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient',
  emailAddress: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
  unspecified: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
} as const;

/**
 * SAML core 3.4.1 as the Kantara deployment profile SP04-SP07 and Entra want it: the ACS by URL and, unless the connection
 * says otherwise, no NameIDPolicy and no RequestedAuthnContext (AADSTS75011). Never a Subject (AADSTS900236) or Scoping.
 */
export function authnRequestXml(request: AuthnRequest): string {
  const attributes = {
    ID: request.id,
    Version: '2.0',
    IssueInstant: new Date(request.nowMs).toISOString(),
    Destination: request.destination,
    ProtocolBinding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST',
    AssertionConsumerServiceURL: request.acsUrl,
    ...(request.forceAuthn ? { ForceAuthn: 'true' } : {}),
  };
  const written = Object.entries(attributes).map(
    ([name, value]) => ` ${name}="${escapeXml(value)}"`,
  );
  return (
    `<samlp:AuthnRequest xmlns:samlp="${PROTOCOL}"${written.join('')}>` +
    `<saml:Issuer xmlns:saml="${ASSERTION}">${escapeXml(request.issuer)}</saml:Issuer>` +
    nameIdPolicy(request.nameIdFormat) +
    requestedAuthnContext(request.authnContext) +
    '</samlp:AuthnRequest>'
  );
}

/** AllowCreate: without it an IdP gives nobody a new persistent name ID. Entra ignores it. */
function nameIdPolicy(format: AuthnRequest['nameIdFormat']): string {
  return format === 'none'
    ? ''
    : `<samlp:NameIDPolicy Format="${NAME_ID_FORMATS[format]}" AllowCreate="true"/>`;
}

/** Comparison is exact: Entra knows no other (AADSTS900235). */
function requestedAuthnContext(classes: readonly string[]): string {
  if (classes.length === 0) return '';
  const refs = classes.map(
    (uri) =>
      `<saml:AuthnContextClassRef xmlns:saml="${ASSERTION}">${escapeXml(uri)}</saml:AuthnContextClassRef>`,
  );
  return `<samlp:RequestedAuthnContext Comparison="exact">${refs.join('')}</samlp:RequestedAuthnContext>`;
}

import { randomUUID, sign } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import type { Application } from './application.ts';
import { entityIdOf, type Tenant } from './identity-provider.ts';
import type { NameId } from './name-id.ts';
import { element, printDocument, type XmlElement } from './xml-tree.ts';

/** An application that this browser was signed in to, as the assertion named person and session. */
export interface Participant {
  readonly appId: string;
  readonly nameId: NameId;
  readonly sessionIndex: string;
}

const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';
const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';
const SUCCESS = 'urn:oasis:names:tc:SAML:2.0:status:Success';
const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const HOUR_MS = 3_600_000;

/** What Entra puts into an iframe when the person signs out elsewhere: no RelayState, good for an hour. */
export function logoutRequestUrl(
  tenant: Tenant,
  application: Application,
  participant: Participant,
): string {
  const until = { NotOnOrAfter: new Date(tenant.nowMs() + HOUR_MS).toISOString() };
  const message = logoutMessage(
    tenant,
    application,
    { name: 'samlp:LogoutRequest', attributes: until, issuer: entityIdOf(tenant.tenantId) },
    element(
      'NameID',
      { xmlns: ASSERTION, Format: participant.nameId.format },
      participant.nameId.value,
    ),
    element('samlp:SessionIndex', {}, participant.sessionIndex),
  );
  return signedUrl(tenant, application, 'SAMLRequest', message, null);
}

/** The answer to an application's own LogoutRequest, with the Issuer that Entra's documentation shows. */
export function logoutResponseUrl(
  tenant: Tenant,
  application: Application,
  request: { readonly id: string; readonly relayState: string | null },
): string {
  const message = logoutMessage(
    tenant,
    application,
    {
      name: 'samlp:LogoutResponse',
      attributes: { InResponseTo: request.id },
      issuer: `https://login.microsoftonline.com/${tenant.tenantId}/`,
    },
    element('samlp:Status', {}, element('samlp:StatusCode', { Value: SUCCESS })),
  );
  return signedUrl(tenant, application, 'SAMLResponse', message, request.relayState);
}

function logoutMessage(
  tenant: Tenant,
  application: Application,
  head: {
    readonly name: string;
    readonly attributes: Readonly<Record<string, string>>;
    readonly issuer: string;
  },
  ...content: readonly XmlElement[]
): XmlElement {
  return element(
    head.name,
    {
      ID: `_${randomUUID()}`,
      Version: '2.0',
      IssueInstant: new Date(tenant.nowMs()).toISOString(),
      Destination: application.logoutUrl ?? '',
      ...head.attributes,
      'xmlns:samlp': PROTOCOL,
    },
    element('Issuer', { xmlns: ASSERTION }, head.issuer),
    ...content,
  );
}

/**
 * The HTTP-Redirect binding as Entra does it: lower-case percent-encoding, and Signature before SigAlg, while the signature
 * is over message, RelayState and SigAlg in the order of SAML bindings 3.4.4.1.
 */
function signedUrl(
  tenant: Tenant,
  application: Application,
  name: 'SAMLRequest' | 'SAMLResponse',
  message: XmlElement,
  relayState: string | null,
): string {
  const deflated = deflateRawSync(printDocument(message)).toString('base64');
  const first = [
    `${name}=${encodeAsEntra(deflated)}`,
    ...(relayState === null ? [] : [`RelayState=${encodeAsEntra(relayState)}`]),
  ];
  const algorithm = `SigAlg=${encodeAsEntra(RSA_SHA256)}`;
  const { privateKey } = application.certificates.signing(tenant.nowMs());
  const octets = Buffer.from([...first, algorithm].join('&'));
  const signature = `Signature=${encodeAsEntra(sign('sha256', octets, privateKey).toString('base64'))}`;
  return `${application.logoutUrl ?? ''}?${[...first, signature, algorithm].join('&')}`;
}

function encodeAsEntra(value: string): string {
  return encodeURIComponent(value).replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase());
}

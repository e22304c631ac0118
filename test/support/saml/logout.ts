import { sign } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { ACME } from './response.js';
import { theIdpKey, type SigningKey } from './signing-key.js';
import { ASSERTION, attributes, PROTOCOL, text } from '../../../src/attack/index.js';

export const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';

let count = 0;

export interface LogoutOptions {
  readonly id?: string;
  readonly destination: string | null;
  readonly nowMs?: number;
  readonly issuer?: string | null;
  readonly version?: string;
  readonly notOnOrAfterMs?: number | null;
  readonly nameId?: string;
  readonly sessionIndexes?: readonly string[];
  readonly inResponseTo?: string;
  readonly status?: string;
}

const FORMAT = 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress';

/** A LogoutRequest as Entra writes it, in canonical form. */
export function aLogoutRequest(options: LogoutOptions): string {
  const { nowMs = ACME.nowMs, notOnOrAfterMs = nowMs + 3_600_000 } = options;
  const { nameId = 'B.Simon@acme.example', sessionIndexes = [] } = options;
  const indexes = sessionIndexes.map(
    (index) => `<samlp:SessionIndex>${text(index)}</samlp:SessionIndex>`,
  );
  const until =
    notOnOrAfterMs === null ? {} : { NotOnOrAfter: new Date(notOnOrAfterMs).toISOString() };
  const subject = `<NameID xmlns="${ASSERTION}" Format="${FORMAT}">${text(nameId)}</NameID>`;
  return message('LogoutRequest', options, until, subject + indexes.join(''));
}

export function aLogoutResponse(options: LogoutOptions): string {
  const { inResponseTo = '_none', status = 'urn:oasis:names:tc:SAML:2.0:status:Success' } = options;
  return message(
    'LogoutResponse',
    options,
    { InResponseTo: inResponseTo },
    `<samlp:Status><samlp:StatusCode Value="${status}"></samlp:StatusCode></samlp:Status>`,
  );
}

function message(
  name: string,
  options: LogoutOptions,
  more: Readonly<Record<string, string>>,
  content: string,
): string {
  count += 1;
  const { nowMs = ACME.nowMs, issuer = ACME.idpEntityId, destination } = options;
  const written = attributes({
    Destination: destination,
    ID: options.id ?? `_logout-${count.toString()}`,
    IssueInstant: new Date(nowMs).toISOString(),
    Version: options.version ?? '2.0',
    ...more,
  });
  const issuerXml = issuer === null ? '' : `<Issuer xmlns="${ASSERTION}">${text(issuer)}</Issuer>`;
  return `<samlp:${name} xmlns:samlp="${PROTOCOL}"${written}>${issuerXml}${content}</samlp:${name}>`;
}

export interface RedirectOptions {
  readonly key?: SigningKey | null; // null: unsigned
  readonly algorithm?: string;
  readonly hash?: string;
  readonly relayState?: string;
  readonly name?: string;
  readonly deflated?: Buffer;
  /** Entra: lower-case percent-encoding, and Signature before SigAlg. */
  readonly style?: 'plain' | 'entra';
}

/** The query of the HTTP-Redirect binding, signed with node:crypto over its own substrings. */
export function redirectQuery(xml: string, options: RedirectOptions = {}): string {
  const { key = theIdpKey(), algorithm = RSA_SHA256, hash = 'sha256', style = 'plain' } = options;
  const name = options.name ?? (xml.includes(':LogoutResponse ') ? 'SAMLResponse' : 'SAMLRequest');
  const encode = (value: string): string => {
    const encoded = encodeURIComponent(value);
    return style === 'entra'
      ? encoded.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase())
      : encoded;
  };
  const first = `${name}=${encode((options.deflated ?? deflateRawSync(xml)).toString('base64'))}`;
  const relayState =
    options.relayState === undefined ? [] : [`RelayState=${encode(options.relayState)}`];
  if (key === null) return [first, ...relayState].join('&');
  const algorithmPart = `SigAlg=${encode(algorithm)}`;
  const octets = [first, ...relayState, algorithmPart].join('&');
  const value = sign(hash, Buffer.from(octets), key.privateKey).toString('base64');
  const signature = `Signature=${encode(value)}`;
  return style === 'entra'
    ? [first, ...relayState, signature, algorithmPart].join('&')
    : [octets, signature].join('&');
}

import type { NameId } from '../../saml/domain/verified-assertion.js';
import { ASSERTION, PROTOCOL } from '../../saml/domain/saml-names.js';
import { escapeXml } from '../../../xml/domain/escape-xml.js';

export interface OutgoingLogout {
  readonly id: string; // an NCName: Entra refuses a leading digit
  readonly issuer: string;
  readonly destination: string;
  readonly nowMs: number;
}

/** SAML core 3.7.1, with the name ID exactly as the IdP gave it: value, format and both qualifiers. */
export function logoutRequestXml(
  head: OutgoingLogout,
  subject: { readonly nameId: NameId; readonly sessionIndex: string | null },
): string {
  const { value, format, nameQualifier, spNameQualifier } = subject.nameId;
  const nameId = attributes({
    NameQualifier: nameQualifier,
    SPNameQualifier: spNameQualifier,
    Format: format,
  });
  const index =
    subject.sessionIndex === null
      ? ''
      : `<samlp:SessionIndex>${escapeXml(subject.sessionIndex)}</samlp:SessionIndex>`;
  // A copy is good for as long as we would take one.
  const until = { NotOnOrAfter: new Date(head.nowMs + 600_000).toISOString() };
  return message(
    'LogoutRequest',
    head,
    until,
    `<saml:NameID${nameId}>${escapeXml(value)}</saml:NameID>${index}`,
  );
}

/** SAML core 3.7.2. We are the last participant that we know of: there is no partial logout to report. */
export function logoutResponseXml(head: OutgoingLogout, inResponseTo: string): string {
  return message(
    'LogoutResponse',
    head,
    { InResponseTo: inResponseTo },
    '<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>',
  );
}

function message(
  name: string,
  head: OutgoingLogout,
  more: Readonly<Record<string, string>>,
  content: string,
): string {
  const written = attributes({
    ID: head.id,
    Version: '2.0',
    IssueInstant: new Date(head.nowMs).toISOString(),
    Destination: head.destination,
    ...more,
  });
  return (
    `<samlp:${name} xmlns:samlp="${PROTOCOL}" xmlns:saml="${ASSERTION}"${written}>` +
    `<saml:Issuer>${escapeXml(head.issuer)}</saml:Issuer>${content}</samlp:${name}>`
  );
}

function attributes(values: Readonly<Record<string, string | null>>): string {
  return Object.entries(values)
    .flatMap(([name, value]) => (value === null ? [] : [` ${name}="${escapeXml(value)}"`]))
    .join('');
}

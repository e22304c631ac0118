import { createHash, randomUUID, sign, type KeyObject } from 'node:crypto';

/** A person at the IdP, as the claims of the Imagen application tell them. */
export interface Person {
  readonly objectId: string;
  readonly alias: string;
  readonly groups: readonly string[];
}

export interface Addressing {
  readonly acsUrl: string;
  readonly spEntityId: string;
  readonly idpEntityId: string;
}

export interface IdpKey {
  readonly privateKey: KeyObject;
  readonly certificateBase64: string;
}

const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';
const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';
const DSIG = 'http://www.w3.org/2000/09/xmldsig#';
const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const MICROSOFT = 'http://schemas.microsoft.com';
const XMLSOAP = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims';
const ENTRA_TENANT = '6f1b2c3d-1111-4a4a-8b8b-0a1b2c3d4e5f';
const MINUTE_MS = 60_000;

/**
 * A form with a response of Entra's shape, assertion signed with RSA-2048 and SHA-256. Text from the first byte to the
 * last, canonical as it is written, so that building a thousand of them takes no XML library and little time.
 */
export function responseForm(
  person: Person,
  requestId: string,
  to: Addressing,
  key: IdpKey,
  nowMs: number,
): string {
  const assertionId = `_${randomUUID()}`;
  const assertion = assertionXml(person, assertionId, requestId, to, nowMs);
  const digest = createHash('sha256').update(assertion).digest('base64');
  const afterIssuer = assertion.indexOf('</Issuer>') + '</Issuer>'.length;
  const signed =
    assertion.slice(0, afterIssuer) +
    signatureXml(assertionId, digest, key) +
    assertion.slice(afterIssuer);
  const xml =
    `<samlp:Response xmlns:samlp="${PROTOCOL}" Destination="${to.acsUrl}" ID="_${randomUUID()}" ` +
    `InResponseTo="${requestId}" IssueInstant="${iso(nowMs)}" Version="2.0">` +
    `<Issuer xmlns="${ASSERTION}">${to.idpEntityId}</Issuer>` +
    `<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"></samlp:StatusCode></samlp:Status>` +
    `${signed}</samlp:Response>`;
  return new URLSearchParams({
    SAMLResponse: Buffer.from(xml).toString('base64'),
    RelayState: requestId,
  }).toString();
}

function assertionXml(
  person: Person,
  assertionId: string,
  requestId: string,
  to: Addressing,
  nowMs: number,
): string {
  const end = iso(nowMs + 60 * MINUTE_MS);
  return (
    `<Assertion xmlns="${ASSERTION}" ID="${assertionId}" IssueInstant="${iso(nowMs)}" Version="2.0">` +
    `<Issuer>${to.idpEntityId}</Issuer>` +
    `<Subject><NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress">${person.alias}</NameID>` +
    '<SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">' +
    `<SubjectConfirmationData InResponseTo="${requestId}" NotOnOrAfter="${end}" Recipient="${to.acsUrl}"></SubjectConfirmationData>` +
    '</SubjectConfirmation></Subject>' +
    `<Conditions NotBefore="${iso(nowMs - 5 * MINUTE_MS)}" NotOnOrAfter="${end}">` +
    `<AudienceRestriction><Audience>${to.spEntityId}</Audience></AudienceRestriction></Conditions>` +
    `<AttributeStatement>${attributesXml(person, to)}</AttributeStatement>` +
    `<AuthnStatement AuthnInstant="${iso(nowMs - MINUTE_MS)}" SessionIndex="${assertionId}"><AuthnContext>` +
    '<AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</AuthnContextClassRef>' +
    '</AuthnContext></AuthnStatement></Assertion>'
  );
}

function attributesXml({ objectId, alias, groups }: Person, { idpEntityId }: Addressing): string {
  const mail = alias.toLowerCase();
  const claims: Readonly<Record<string, readonly string[]>> = {
    [`${MICROSOFT}/identity/claims/tenantid`]: [ENTRA_TENANT],
    [`${MICROSOFT}/identity/claims/objectidentifier`]: [objectId],
    [`${MICROSOFT}/identity/claims/displayname`]: ['Britta Simon'],
    Groups: groups,
    [`${MICROSOFT}/identity/claims/identityprovider`]: [idpEntityId],
    [`${MICROSOFT}/claims/authnmethodsreferences`]: [
      `${MICROSOFT}/ws/2008/06/identity/authenticationmethod/password`,
      `${MICROSOFT}/claims/multipleauthn`,
    ],
    [`${XMLSOAP}/givenname`]: ['Britta'],
    [`${XMLSOAP}/surname`]: ['Simon'],
    [`${XMLSOAP}/emailaddress`]: [mail],
    [`${XMLSOAP}/name`]: [alias],
    'urn:oid:0.9.2342.19200300.100.1.3': [mail],
    'urn:oid:1.3.6.1.4.1.5923.1.1.1.10': [alias],
  };
  return Object.entries(claims)
    .map(([name, values]) => {
      const elements = values.map((value) => `<AttributeValue>${value}</AttributeValue>`);
      return `<Attribute Name="${name}">${elements.join('')}</Attribute>`;
    })
    .join('');
}

function signatureXml(assertionId: string, digest: string, key: IdpKey): string {
  const inside =
    `<CanonicalizationMethod Algorithm="${EXCLUSIVE}"></CanonicalizationMethod>` +
    '<SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"></SignatureMethod>' +
    `<Reference URI="#${assertionId}"><Transforms>` +
    `<Transform Algorithm="${DSIG}enveloped-signature"></Transform>` +
    `<Transform Algorithm="${EXCLUSIVE}"></Transform></Transforms>` +
    '<DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></DigestMethod>' +
    `<DigestValue>${digest}</DigestValue></Reference>`;
  const signedInfo = `<SignedInfo xmlns="${DSIG}">${inside}</SignedInfo>`;
  const value = sign('sha256', Buffer.from(signedInfo), key.privateKey).toString('base64');
  return (
    `<Signature xmlns="${DSIG}"><SignedInfo>${inside}</SignedInfo><SignatureValue>${value}</SignatureValue>` +
    `<KeyInfo><X509Data><X509Certificate>${key.certificateBase64}</X509Certificate></X509Data></KeyInfo></Signature>`
  );
}

function iso(timeMs: number): string {
  return new Date(timeMs).toISOString();
}

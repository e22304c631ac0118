import type { Claim } from './claims.ts';
import type { NameId } from './name-id.ts';
import type { AppSettings } from './settings.ts';
import { encryptAssertion } from './xml-encryption.ts';
import { signEnveloped, type SignatureHash, type SigningKey } from './xml-signature.ts';
import { element, withChildAt, type XmlElement } from './xml-tree.ts';

/** Everything a successful response says. Times in ms; tests change single fields. */
export interface ResponseContent {
  readonly responseId: string;
  readonly assertionId: string;
  readonly issuer: string;
  readonly issueInstantMs: number;
  /** Null: the response is unsolicited, and no element says InResponseTo. */
  readonly inResponseTo: string | null;
  readonly destination: string;
  readonly recipient: string;
  readonly audience: string;
  readonly nameId: NameId;
  readonly notBeforeMs: number;
  readonly notOnOrAfterMs: number;
  readonly subjectNotOnOrAfterMs: number;
  readonly claims: readonly Claim[];
  readonly authnInstantMs: number;
  readonly authnContextClassRef: string;
  readonly sessionIndex: string;
}

export interface ResponseSigning {
  readonly signedElement: AppSettings['signedElement'] | 'none';
  readonly hash: SignatureHash;
  readonly key: SigningKey;
  /** Whom the assertion is encrypted for; null: it is not. */
  readonly encryptionCertificateBase64: string | null;
}

const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';
const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';
const STATUS = 'urn:oasis:names:tc:SAML:2.0:status';
const AFTER_ISSUER = 1;

export function buildResponse(content: ResponseContent, signing: ResponseSigning): XmlElement {
  const { signedElement, hash, key, encryptionCertificateBase64 } = signing;
  const plain = buildAssertion(content);
  const assertion =
    signedElement === 'assertion' || signedElement === 'both'
      ? signEnveloped(plain, { key, hash, at: AFTER_ISSUER })
      : plain;
  const response = element(
    'samlp:Response',
    {
      ID: content.responseId,
      Version: '2.0',
      IssueInstant: timestamp(content.issueInstantMs),
      Destination: content.destination,
      InResponseTo: content.inResponseTo ?? undefined,
      'xmlns:samlp': PROTOCOL,
    },
    element('Issuer', { xmlns: ASSERTION }, content.issuer),
    element('samlp:Status', {}, element('samlp:StatusCode', { Value: `${STATUS}:Success` })),
    encryptionCertificateBase64 === null
      ? assertion
      : encryptAssertion(assertion, encryptionCertificateBase64),
  );
  return signedElement === 'response' || signedElement === 'both'
    ? signEnveloped(response, { key, hash, at: AFTER_ISSUER })
    : response;
}

function buildAssertion(content: ResponseContent): XmlElement {
  const conditions = element(
    'Conditions',
    {
      NotBefore: timestamp(content.notBeforeMs),
      NotOnOrAfter: timestamp(content.notOnOrAfterMs),
    },
    element('AudienceRestriction', {}, element('Audience', {}, content.audience)),
  );
  return element(
    'Assertion',
    {
      ID: content.assertionId,
      IssueInstant: timestamp(content.issueInstantMs),
      Version: '2.0',
      xmlns: ASSERTION,
    },
    element('Issuer', {}, content.issuer),
    buildSubject(content),
    conditions,
    ...(content.claims.length === 0 ? [] : [buildAttributeStatement(content.claims)]),
    buildAuthnStatement(content),
  );
}

/** No Address, no NotBefore (SAML profiles 4.1.4.2 allows neither to be needed; Entra sends neither). */
function buildSubject(content: ResponseContent): XmlElement {
  return element(
    'Subject',
    {},
    element('NameID', { Format: content.nameId.format }, content.nameId.value),
    element(
      'SubjectConfirmation',
      { Method: 'urn:oasis:names:tc:SAML:2.0:cm:bearer' },
      element('SubjectConfirmationData', {
        InResponseTo: content.inResponseTo ?? undefined,
        NotOnOrAfter: timestamp(content.subjectNotOnOrAfterMs),
        Recipient: content.recipient,
      }),
    ),
  );
}

function buildAttributeStatement(claims: readonly Claim[]): XmlElement {
  const attributes = claims.map((claim) =>
    element(
      'Attribute',
      { Name: claim.name },
      ...claim.values.map((value) => element('AttributeValue', {}, value)),
    ),
  );
  return element('AttributeStatement', {}, ...attributes);
}

/** No SessionNotOnOrAfter: Entra sends none. */
function buildAuthnStatement(content: ResponseContent): XmlElement {
  return element(
    'AuthnStatement',
    { AuthnInstant: timestamp(content.authnInstantMs), SessionIndex: content.sessionIndex },
    element('AuthnContext', {}, element('AuthnContextClassRef', {}, content.authnContextClassRef)),
  );
}

export interface FailureContent {
  readonly responseId: string;
  readonly issuer: string;
  readonly issueInstantMs: number;
  readonly inResponseTo: string;
  readonly status: 'Requester' | 'Responder';
  readonly subStatus: 'RequestUnsupported' | 'NoPassive';
  readonly message: string;
}

/** Entra's failure response: neither signed nor with a Destination, so it proves nothing to who receives it. */
export function buildFailureResponse(content: FailureContent): XmlElement {
  const inner = element('samlp:StatusCode', { Value: `${STATUS}:${content.subStatus}` });
  const outer = element('samlp:StatusCode', { Value: `${STATUS}:${content.status}` });
  return element(
    'samlp:Response',
    {
      ID: content.responseId,
      Version: '2.0',
      IssueInstant: timestamp(content.issueInstantMs),
      InResponseTo: content.inResponseTo,
      'xmlns:samlp': PROTOCOL,
    },
    element('Issuer', { xmlns: ASSERTION }, content.issuer),
    element(
      'samlp:Status',
      {},
      withChildAt(outer, 0, inner),
      element('samlp:StatusMessage', {}, content.message),
    ),
  );
}

function timestamp(atMs: number): string {
  return new Date(atMs).toISOString();
}

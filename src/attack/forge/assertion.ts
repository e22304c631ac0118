import { ASSERTION } from './names.js';
import { attributes, text } from './xml-text.js';

const MINUTE_MS = 60_000;

export const CLAIMS = {
  tenantId: 'http://schemas.microsoft.com/identity/claims/tenantid',
  objectId: 'http://schemas.microsoft.com/identity/claims/objectidentifier',
  displayName: 'http://schemas.microsoft.com/identity/claims/displayname',
  identityProvider: 'http://schemas.microsoft.com/identity/claims/identityprovider',
  authnMethods: 'http://schemas.microsoft.com/claims/authnmethodsreferences',
  role: 'http://schemas.microsoft.com/ws/2008/06/identity/claims/role',
  givenName: 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname',
  surname: 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname',
  email: 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress',
  name: 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name',
  mail: 'urn:oid:0.9.2342.19200300.100.1.3',
  targetedId: 'urn:oid:1.3.6.1.4.1.5923.1.1.1.10',
  groups: 'Groups',
  groupsLink: 'http://schemas.microsoft.com/claims/groups.link',
} as const;

export interface Person {
  readonly objectId?: string;
  readonly tenantId?: string;
  readonly upn?: string;
  readonly mail?: string | null;
  readonly displayName?: string | null;
  readonly givenName?: string | null;
  readonly surname?: string | null;
  readonly groups?: readonly string[];
  readonly roles?: readonly string[];
}

/** Who speaks to whom, when, and about which request. */
export interface Parties {
  readonly acsUrl: string;
  readonly spEntityId: string;
  readonly idpEntityId: string;
  readonly nowMs: number;
  /** Null: an unsolicited response, without InResponseTo anywhere. */
  readonly requestId: string | null;
}

export interface AssertionOptions extends Parties, Person {
  readonly assertionId?: string;
  readonly assertionVersion?: string;
  readonly assertionIssueInstant?: string;
  readonly issuer?: string | null;
  readonly issuerFormat?: string | null;
  readonly nameId?: string;
  readonly nameIdFormat?: string | null;
  readonly recipient?: string | null;
  readonly confirmationMethod?: string;
  readonly confirmationInResponseTo?: string | null;
  readonly confirmationNotBefore?: string | null;
  readonly confirmationNotOnOrAfter?: string | null;
  readonly notBefore?: string | null;
  readonly notOnOrAfter?: string | null;
  /** The audiences of each AudienceRestriction. */
  readonly audiences?: readonly (readonly string[])[];
  readonly authnInstant?: string;
  readonly authnContextClassRef?: string;
  readonly sessionIndex?: string | null;
  readonly sessionNotOnOrAfter?: string | null;
  /** Whole elements in canonical form, instead of the ones that are built. */
  readonly subjectXml?: string;
  readonly conditionsXml?: string;
  readonly authnStatementXml?: string;
  readonly attributeStatementXml?: string;
  /** More attributes, or others for those of the same name; an empty list leaves the attribute out. */
  readonly claims?: Readonly<Record<string, readonly string[]>>;
}

/** The assertion in exclusive canonical form, without its signature. B.Simon unless said otherwise. */
export function assertionXml(options: AssertionOptions): string {
  const { nowMs, idpEntityId, issuer = idpEntityId } = options;
  const head = attributes({
    ID: options.assertionId ?? null,
    IssueInstant: options.assertionIssueInstant ?? new Date(nowMs).toISOString(),
    Version: options.assertionVersion ?? '2.0',
  });
  const format = attributes({ Format: options.issuerFormat ?? null });
  const issuerXml = issuer === null ? '' : `<Issuer${format}>${text(issuer)}</Issuer>`;
  return (
    `<Assertion xmlns="${ASSERTION}"${head}>${issuerXml}` +
    (options.subjectXml ?? subjectXml(options)) +
    (options.conditionsXml ?? conditionsXml(options)) +
    (options.attributeStatementXml ?? attributeStatementXml(options)) +
    (options.authnStatementXml ?? authnStatementXml(options)) +
    '</Assertion>'
  );
}

export function subjectXml(options: AssertionOptions): string {
  const { nameId = options.upn ?? 'B.Simon@acme.example' } = options;
  const { nameIdFormat = 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress' } = options;
  const nameIdXml = `<NameID${attributes({ Format: nameIdFormat })}>${text(nameId)}</NameID>`;
  return `<Subject>${nameIdXml}${confirmationXml(options)}</Subject>`;
}

export function confirmationXml(options: AssertionOptions): string {
  const { nowMs, requestId, acsUrl } = options;
  const { confirmationMethod = 'urn:oasis:names:tc:SAML:2.0:cm:bearer' } = options;
  const { confirmationInResponseTo = requestId, recipient = acsUrl } = options;
  const { confirmationNotOnOrAfter = inMinutes(nowMs, 60) } = options;
  const data = attributes({
    InResponseTo: confirmationInResponseTo,
    NotBefore: options.confirmationNotBefore ?? null,
    NotOnOrAfter: confirmationNotOnOrAfter,
    Recipient: recipient,
  });
  return (
    `<SubjectConfirmation Method="${confirmationMethod}">` +
    `<SubjectConfirmationData${data}></SubjectConfirmationData></SubjectConfirmation>`
  );
}

export function conditionsXml(options: AssertionOptions): string {
  const { nowMs, spEntityId, audiences = [[spEntityId]] } = options;
  const { notBefore = inMinutes(nowMs, -5), notOnOrAfter = inMinutes(nowMs, 60) } = options;
  const period = attributes({ NotBefore: notBefore, NotOnOrAfter: notOnOrAfter });
  const restrictions = audiences.map((values) => {
    const elements = values.map((value) => `<Audience>${text(value)}</Audience>`);
    return `<AudienceRestriction>${elements.join('')}</AudienceRestriction>`;
  });
  return `<Conditions${period}>${restrictions.join('')}</Conditions>`;
}

export function authnStatementXml(options: AssertionOptions): string {
  const { authnInstant = '2026-01-19T07:58:02.310Z', assertionId = null } = options;
  const { sessionIndex = assertionId, sessionNotOnOrAfter = null } = options;
  const head = attributes({
    AuthnInstant: authnInstant,
    SessionIndex: sessionIndex,
    SessionNotOnOrAfter: sessionNotOnOrAfter,
  });
  const { authnContextClassRef: classRef = 'urn:oasis:names:tc:SAML:2.0:ac:classes:Password' } =
    options;
  return (
    `<AuthnStatement${head}><AuthnContext><AuthnContextClassRef>${classRef}` +
    '</AuthnContextClassRef></AuthnContext></AuthnStatement>'
  );
}

export function attributeStatementXml(options: AssertionOptions): string {
  const elements = Object.entries({ ...claimsOf(options), ...options.claims })
    .filter(([, values]) => values.length > 0)
    .map(([name, values]) => attributeXml(name, values));
  return `<AttributeStatement>${elements.join('')}</AttributeStatement>`;
}

export function attributeXml(name: string, values: readonly string[]): string {
  const elements = values.map((value) => `<AttributeValue>${text(value)}</AttributeValue>`);
  return `<Attribute${attributes({ Name: name })}>${elements.join('')}</Attribute>`;
}

/** What Entra sends for the Imagen gallery application: an attribute whose source is empty is left out. */
function claimsOf(
  person: Person & { readonly idpEntityId: string },
): Record<string, readonly string[]> {
  const { upn = 'B.Simon@acme.example', mail = 'britta.simon@acme.example' } = person;
  const { displayName = 'Britta Simon', givenName = 'Britta', surname = 'Simon' } = person;
  const value = (source: string | null): readonly string[] => (source === null ? [] : [source]);
  const authnMethod =
    'http://schemas.microsoft.com/ws/2008/06/identity/authenticationmethod/password';
  return {
    [CLAIMS.tenantId]: [person.tenantId ?? '6f1b2c3d-1111-4a4a-8b8b-0a1b2c3d4e5f'],
    [CLAIMS.objectId]: [person.objectId ?? 'c0ffee00-2222-4b4b-9c9c-1b2c3d4e5f60'],
    [CLAIMS.displayName]: value(displayName),
    [CLAIMS.groups]: person.groups ?? ['11111111-aaaa-4aaa-8aaa-000000000001'],
    [CLAIMS.identityProvider]: [person.idpEntityId],
    [CLAIMS.authnMethods]: [authnMethod, 'http://schemas.microsoft.com/claims/multipleauthn'],
    [CLAIMS.role]: person.roles ?? [],
    [CLAIMS.givenName]: value(givenName),
    [CLAIMS.surname]: value(surname),
    [CLAIMS.email]: value(mail),
    [CLAIMS.name]: [upn],
    [CLAIMS.mail]: value(mail),
    [CLAIMS.targetedId]: [upn],
  };
}

export function inMinutes(nowMs: number, minutes: number): string {
  return new Date(nowMs + minutes * MINUTE_MS).toISOString();
}

import { accept, refuse, type Decision } from '../../../errors/index.js';
import { readAttributes } from './read-attributes.js';
import { readConditions } from './read-conditions.js';
import { readOptionalTime, readRequiredTime } from './read-time.js';
import { readSubject } from './read-subject.js';
import { DSIG, isId } from '../../../xml/domain/xml-names.js';
import { ASSERTION, PROTOCOL } from './saml-names.js';
import { type AuthnStatement, type VerifiedAssertion } from './verified-assertion.js';
import {
  attributeOf,
  childrenNamed,
  findChild,
  holdsElementsOnly,
  isNamed,
  simpleText,
  type XmlElement,
} from '../../../xml/domain/xml-element.js';

/**
 * The assertion in the octets that a signature covered: `covered` is the signed element as read from its canonical text, a
 * Response or an Assertion. Nothing but what was signed can enter, and it is refused where it is not built as the
 * schema of SAML core 2.3.3 says.
 */
export function readVerifiedAssertion(covered: XmlElement): Decision<VerifiedAssertion> {
  const element = findAssertion(covered);
  return element
    ? readAssertion(element)
    : refuse('assertion_malformed', { detail: 'no assertion in the signed content' });
}

function findAssertion(root: XmlElement): XmlElement | null {
  if (isNamed(root, ASSERTION, 'Assertion')) return root;
  if (!isNamed(root, PROTOCOL, 'Response')) return null;
  const [assertion, ...others] = childrenNamed(root, ASSERTION, 'Assertion');
  return assertion && others.length === 0 ? assertion : null;
}

const PREFIXES: ReadonlyMap<string, string> = new Map([
  [ASSERTION, ''],
  [DSIG, 'ds:'],
]);

/** SAML core 2.3.3: the statements may come in any order, all the rest has its place. */
const SHAPE =
  /^Issuer( ds:Signature)?( Subject)?( Conditions)?( Advice)?( (Authn|Attribute|AuthzDecision)?Statement)*$/;

function readAssertion(element: XmlElement): Decision<VerifiedAssertion> {
  const order = element.children.map(
    ({ name }) => `${PREFIXES.get(name.namespace) ?? '?:'}${name.local}`,
  );
  const id = attributeOf(element, 'ID');
  const [issuer] = element.children;
  if (!issuer || order[0] !== 'Issuer') return refuse('issuer_missing');
  const issuerName = simpleText(issuer);
  if (
    !holdsElementsOnly(element) ||
    !SHAPE.test(order.join(' ')) ||
    !isId(id) ||
    issuerName === null
  ) {
    return refuse('assertion_malformed', { children: order.join(' ').slice(0, 300) });
  }
  if (attributeOf(element, 'Version') !== '2.0') return refuse('version_unsupported');
  const issueInstantMs = readRequiredTime(element, 'IssueInstant');
  if (!issueInstantMs.accepted) return issueInstantMs;
  const subject = readSubject(findChild(element, ASSERTION, 'Subject'));
  if (!subject.accepted) return subject;
  const conditions = readConditions(findChild(element, ASSERTION, 'Conditions'));
  if (!conditions.accepted) return conditions;
  const authnStatements = readAuthnStatements(element);
  if (!authnStatements.accepted) return authnStatements;
  const attributes = readAttributes(childrenNamed(element, ASSERTION, 'AttributeStatement'));
  if (!attributes.accepted) return attributes;
  return accept({
    id,
    issueInstantMs: issueInstantMs.value,
    issuer: { value: issuerName, format: attributeOf(issuer, 'Format') },
    ...subject.value,
    conditions: conditions.value,
    authnStatements: authnStatements.value,
    attributes: attributes.value,
  });
}

function readAuthnStatements(assertion: XmlElement): Decision<readonly AuthnStatement[]> {
  const statements: AuthnStatement[] = [];
  for (const element of childrenNamed(assertion, ASSERTION, 'AuthnStatement')) {
    const statement = readAuthnStatement(element);
    if (!statement.accepted) return statement;
    statements.push(statement.value);
  }
  return accept(statements);
}

/** SAML core 2.7.2. Microsoft's own samples indent the class reference, so blanks around it do not count. */
function readAuthnStatement(element: XmlElement): Decision<AuthnStatement> {
  const authnInstantMs = readRequiredTime(element, 'AuthnInstant');
  if (!authnInstantMs.accepted) return authnInstantMs;
  const sessionNotOnOrAfterMs = readOptionalTime(element, 'SessionNotOnOrAfter');
  if (!sessionNotOnOrAfterMs.accepted) return sessionNotOnOrAfterMs;
  const context = findChild(element, ASSERTION, 'AuthnContext');
  const classRef = context && findChild(context, ASSERTION, 'AuthnContextClassRef');
  return accept({
    authnInstantMs: authnInstantMs.value,
    sessionIndex: attributeOf(element, 'SessionIndex'),
    sessionNotOnOrAfterMs: sessionNotOnOrAfterMs.value,
    classRef: classRef && (simpleText(classRef)?.trim() ?? null),
  });
}

import { accept, refuse, type Decision } from '../../../errors/index.js';
import { readOptionalTime } from './read-time.js';
import { ASSERTION } from './saml-names.js';
import {
  type ConfirmationData,
  type NameId,
  type SubjectConfirmation,
  type VerifiedAssertion,
} from './verified-assertion.js';
import {
  attributeOf,
  childrenNamed,
  findChild,
  holdsElementsOnly,
  simpleText,
  type XmlElement,
} from '../../../xml/domain/xml-element.js';

/** SAML core 2.4.1: an identifier, confirmations, or both. No Subject at all reads as nobody, confirmed by nothing. */
export function readSubject(
  subject: XmlElement | null,
): Decision<Pick<VerifiedAssertion, 'nameId' | 'confirmations'>> {
  if (!subject) return accept({ nameId: null, confirmations: [] });
  const order = subject.children.map(({ name }) =>
    name.namespace === ASSERTION ? name.local : '?',
  );
  const shape = /^(BaseID |NameID |EncryptedID )?(SubjectConfirmation )*$/;
  if (!holdsElementsOnly(subject) || !shape.test(order.map((name) => `${name} `).join(''))) {
    return refuse('assertion_malformed', { subject: order.join(' ').slice(0, 200) });
  }
  if (order[0] === 'EncryptedID') return refuse('assertion_encrypted', { element: 'EncryptedID' });
  const nameId = readNameId(findChild(subject, ASSERTION, 'NameID'));
  if (!nameId.accepted) return nameId;
  const confirmations: SubjectConfirmation[] = [];
  for (const element of childrenNamed(subject, ASSERTION, 'SubjectConfirmation')) {
    const confirmation = readConfirmation(element);
    if (!confirmation.accepted) return confirmation;
    confirmations.push(confirmation.value);
  }
  return accept({ nameId: nameId.value, confirmations });
}

function readNameId(element: XmlElement | null): Decision<NameId | null> {
  if (!element) return accept(null);
  const value = simpleText(element);
  if (value === null) return refuse('assertion_malformed', { detail: 'NameID' });
  return accept({
    value,
    format: attributeOf(element, 'Format'),
    nameQualifier: attributeOf(element, 'NameQualifier'),
    spNameQualifier: attributeOf(element, 'SPNameQualifier'),
  });
}

function readConfirmation(element: XmlElement): Decision<SubjectConfirmation> {
  const method = attributeOf(element, 'Method');
  const [data, ...others] = childrenNamed(element, ASSERTION, 'SubjectConfirmationData');
  if (method === null || others.length > 0 || !holdsElementsOnly(element)) {
    return refuse('assertion_malformed', { detail: 'SubjectConfirmation' });
  }
  if (!data) return accept({ method, data: null });
  const read = readConfirmationData(data);
  return read.accepted ? accept({ method, data: read.value }) : read;
}

function readConfirmationData(element: XmlElement): Decision<ConfirmationData> {
  const notBeforeMs = readOptionalTime(element, 'NotBefore');
  if (!notBeforeMs.accepted) return notBeforeMs;
  const notOnOrAfterMs = readOptionalTime(element, 'NotOnOrAfter');
  if (!notOnOrAfterMs.accepted) return notOnOrAfterMs;
  return accept({
    recipient: attributeOf(element, 'Recipient'),
    inResponseTo: attributeOf(element, 'InResponseTo'),
    notBeforeMs: notBeforeMs.value,
    notOnOrAfterMs: notOnOrAfterMs.value,
  });
}

import { expect, it } from '@jest/globals';
import { checkInResponseTo } from './check-in-response-to.js';
import { METHOD_BEARER } from './saml-names.js';
import { type SubjectConfirmation } from './verified-assertion.js';

function confirmation(inResponseTo: string | null, method = METHOD_BEARER): SubjectConfirmation {
  return {
    method,
    data: { inResponseTo, recipient: null, notBeforeMs: null, notOnOrAfterMs: null },
  };
}

const HOLDER_OF_KEY = 'urn:oasis:names:tc:SAML:2.0:cm:holder-of-key';
const NO_DATA: SubjectConfirmation = { method: HOLDER_OF_KEY, data: null };

it.each([
  {
    given: 'both the same request',
    response: '_1',
    confirmations: [confirmation('_1')],
    outcome: 'solicited _1',
  },
  {
    given: 'neither any',
    response: null,
    confirmations: [confirmation(null)],
    outcome: 'unsolicited',
  },
  {
    given: 'only the response',
    response: '_1',
    confirmations: [confirmation(null)],
    outcome: 'inconsistent',
  },
  {
    given: 'only the confirmation',
    response: null,
    confirmations: [confirmation('_1')],
    outcome: 'inconsistent',
  },
  {
    given: 'two requests',
    response: '_1',
    confirmations: [confirmation('_2')],
    outcome: 'inconsistent',
  },
  {
    given: 'two confirmations, one of another request',
    response: '_1',
    confirmations: [confirmation('_1'), confirmation('_2')],
    outcome: 'inconsistent',
  },
  {
    given: 'two confirmations, one of no request',
    response: '_1',
    confirmations: [confirmation('_1'), confirmation(null)],
    outcome: 'inconsistent',
  },
  {
    given: 'a second confirmation of a request, the response of none',
    response: null,
    confirmations: [confirmation(null), confirmation('_1')],
    outcome: 'inconsistent',
  },
  {
    given: 'a holder of key without request beside',
    response: '_1',
    confirmations: [NO_DATA, confirmation('_1')],
    outcome: 'solicited _1',
  },
  {
    given: 'a holder of key of another request beside',
    response: '_1',
    confirmations: [confirmation('_2', HOLDER_OF_KEY), confirmation('_1')],
    outcome: 'inconsistent',
  },
  {
    given: 'an empty name of a request',
    response: null,
    confirmations: [confirmation('')],
    outcome: 'inconsistent',
  },
])('$given: $outcome', ({ response, confirmations, outcome }) => {
  const decision = checkInResponseTo(response, confirmations);
  const found = !decision.accepted
    ? decision.code.replace('in_response_to_', '')
    : decision.value.kind === 'solicited'
      ? `solicited ${decision.value.requestId}`
      : 'unsolicited';
  expect(found).toBe(outcome);
});

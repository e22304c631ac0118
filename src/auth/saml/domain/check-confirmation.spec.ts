import { expect, it } from '@jest/globals';
import { checkConfirmation } from './check-confirmation.js';
import { METHOD_BEARER } from './saml-names.js';
import { type ConfirmationData, type SubjectConfirmation } from './verified-assertion.js';

const NOW = Date.UTC(2026, 2, 2, 9, 14, 31);
const SKEW = 180_000;
const OURS = 'https://acme.example/acs';

function bearer(data: Partial<ConfirmationData> = {}): SubjectConfirmation {
  const good = { recipient: OURS, inResponseTo: null, notBeforeMs: null, notOnOrAfterMs: NOW };
  return { method: METHOD_BEARER, data: { ...good, ...data } };
}

const HOLDER_OF_KEY = { ...bearer(), method: 'urn:oasis:names:tc:SAML:2.0:cm:holder-of-key' };

it.each([
  { given: 'a good bearer', confirmations: [bearer()], outcome: 'accepted' },
  { given: 'nothing', confirmations: [], outcome: 'subject_confirmation_missing' },
  {
    given: 'a holder of key',
    confirmations: [HOLDER_OF_KEY],
    outcome: 'subject_confirmation_missing',
  },
  {
    given: 'no data',
    confirmations: [{ method: METHOD_BEARER, data: null }],
    outcome: 'recipient_mismatch',
  },
  {
    given: 'no recipient',
    confirmations: [bearer({ recipient: null })],
    outcome: 'recipient_mismatch',
  },
  {
    given: 'another recipient',
    confirmations: [bearer({ recipient: `${OURS}/` })],
    outcome: 'recipient_mismatch',
  },
  {
    given: 'no end',
    confirmations: [bearer({ notOnOrAfterMs: null })],
    outcome: 'confirmation_unbounded',
  },
  {
    given: 'a beginning',
    confirmations: [bearer({ notBeforeMs: 0 })],
    outcome: 'confirmation_not_before_forbidden',
  },
  {
    given: 'an end at the skew',
    confirmations: [bearer({ notOnOrAfterMs: NOW - SKEW })],
    outcome: 'confirmation_expired',
  },
  {
    given: 'an end just within it',
    confirmations: [bearer({ notOnOrAfterMs: NOW - SKEW + 1 })],
    outcome: 'accepted',
  },
  {
    given: 'a bad one, then a good one',
    confirmations: [bearer({ recipient: null }), bearer()],
    outcome: 'accepted',
  },
  {
    given: 'two bad ones: the first counts',
    confirmations: [bearer({ notBeforeMs: 0 }), bearer({ recipient: null })],
    outcome: 'confirmation_not_before_forbidden',
  },
])('$given: $outcome', ({ confirmations, outcome }) => {
  const expectation = { acsUrl: OURS, nowMs: NOW, clockSkewSeconds: 180 };
  const decision = checkConfirmation(confirmations, expectation);
  expect(decision.accepted ? 'accepted' : decision.code).toBe(outcome);
});

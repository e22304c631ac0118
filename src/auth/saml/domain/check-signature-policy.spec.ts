import { expect, it } from '@jest/globals';
import { checkSignaturePolicy, type SignedElement } from './check-signature-policy.js';

/** Per policy: what is said to nothing signed, the assertion, the response, both. */
const TABLE: Readonly<Record<SignedElement, readonly string[]>> = {
  either: ['signature_missing', 'accepted', 'accepted', 'accepted'],
  assertion: ['signature_missing', 'accepted', 'signature_missing_assertion', 'accepted'],
  response: ['signature_missing', 'signature_missing_response', 'accepted', 'accepted'],
  both: [
    'signature_missing',
    'signature_missing_response',
    'signature_missing_assertion',
    'accepted',
  ],
};

it.each(Object.entries(TABLE))('%s', (policy, expected) => {
  const outcomes = [0, 1, 2, 3].map((signed) => {
    const decision = checkSignaturePolicy(
      {
        signature: signed & 2 ? {} : null,
        assertion: { signature: signed & 1 ? {} : null },
      },
      policy as SignedElement,
    );
    return decision.accepted ? 'accepted' : decision.code;
  });
  expect(outcomes).toEqual(expected);
});

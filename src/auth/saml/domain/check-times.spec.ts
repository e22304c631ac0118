import { expect, it } from '@jest/globals';
import { checkTimes } from './check-times.js';

const NOW = Date.UTC(2026, 2, 2, 9, 14, 31);
const SKEW = 180_000;

it.each([
  { given: 'no limits', notBeforeMs: null, notOnOrAfterMs: null, outcome: 'accepted' },
  { given: 'from now on', notBeforeMs: NOW, notOnOrAfterMs: null, outcome: 'accepted' },
  { given: 'from the skew on', notBeforeMs: NOW + SKEW, notOnOrAfterMs: null, outcome: 'accepted' },
  {
    given: 'from later on',
    notBeforeMs: NOW + SKEW + 1,
    notOnOrAfterMs: null,
    outcome: 'assertion_not_yet_valid',
  },
  {
    given: 'until now, within the skew',
    notBeforeMs: null,
    notOnOrAfterMs: NOW,
    outcome: 'accepted',
  },
  {
    given: 'until the skew, for a millisecond',
    notBeforeMs: null,
    notOnOrAfterMs: NOW - SKEW + 1,
    outcome: 'accepted',
  },
  {
    given: 'until the skew',
    notBeforeMs: null,
    notOnOrAfterMs: NOW - SKEW,
    outcome: 'assertion_expired',
  },
])('$given: $outcome', ({ notBeforeMs, notOnOrAfterMs, outcome }) => {
  const decision = checkTimes(
    { notBeforeMs, notOnOrAfterMs },
    { nowMs: NOW, clockSkewSeconds: 180 },
  );
  expect(decision.accepted ? 'accepted' : decision.code).toBe(outcome);
});

import { expect, it } from '@jest/globals';
import type { SpKeyRecord } from '../../sp-keys/index.js';
import { judgeSeals, judgeSpKeys } from './judge-sp-keys.js';

const NOW = Date.UTC(2026, 10, 25);
const DAY_MS = 86_400_000;

function key(daysLeft: number, state: SpKeyRecord['state'] = 'current'): SpKeyRecord {
  return {
    ...{ id: 'k', use: 'signing', state, certificateBase64: '', sha256Hex: '', createdAtMs: NOW },
    notAfterMs: NOW + daysLeft * DAY_MS,
  };
}

it.each([
  { given: 'none', keys: [], state: 'warning', says: 'keys create acme' },
  { given: 'only a next one', keys: [key(900, 'next')], state: 'warning', says: 'keys create' },
  { given: 'years', keys: [key(900)], state: 'ok', says: '900 days' },
  { given: '60 days', keys: [key(60)], state: 'ok', says: '60 days' },
  { given: '59 days', keys: [key(900), key(59.5)], state: 'warning', says: 'than 60 day' },
  { given: 'half a day', keys: [key(0.5)], state: 'warning', says: 'than 1 day' },
  { given: 'expired', keys: [key(-1)], state: 'warning', says: 'has expired' },
  { given: 'a previous one expired', keys: [key(900), key(-1, 'previous')], state: 'ok', says: '' },
])('a tenant’s keys, $given: $state', ({ keys, state, says }) => {
  const check = judgeSpKeys('acme', keys, NOW);
  expect(check.state).toBe(state);
  expect(`${check.found} ${check.advice ?? ''}`).toContain(says);
});

it.each([
  { seals: { first: 4, older: 0, unknown: 0 }, state: 'ok', says: '4 sealed' },
  { seals: { first: 4, older: 2, unknown: 0 }, state: 'warning', says: 'keys reseal' },
  { seals: { first: 4, older: 2, unknown: 1 }, state: 'broken', says: 'not configured' },
])('seals $seals: $state', ({ seals, state, says }) => {
  const check = judgeSeals(seals);
  expect(check.state).toBe(state);
  expect(`${check.found} ${check.advice ?? ''}`).toContain(says);
});

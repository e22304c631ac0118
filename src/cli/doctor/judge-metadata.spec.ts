import { expect, it } from '@jest/globals';
import { judgeMetadata } from './judge-metadata.js';

const NOW = Date.UTC(2026, 10, 25);
const DAY_MS = 86_400_000;
const metadataUrl = 'https://idp.example.com/metadata';

it.each([
  { given: 'an hour old', days: 0.04, problem: null, state: 'ok', says: 'fresh' },
  { given: 'a problem since an hour', days: 0.1, problem: 'No.', state: 'warning', says: 'No.' },
  { given: 'six days', days: 6.9, problem: null, state: 'ok', says: 'fresh' },
  { given: 'seven days', days: 7, problem: 'No.', state: 'warning', says: '7 days: No.' },
  { given: 'thirty days', days: 30, problem: null, state: 'broken', says: '30 days' },
])('$given: $state', ({ days, problem, state, says }) => {
  const known = { lastGoodAtMs: NOW - days * DAY_MS, lastProblemText: problem };
  const check = judgeMetadata('acme', { metadataUrl }, known, NOW);
  expect(check?.state).toBe(state);
  expect(check?.found).toContain(says);
});

it('says nothing of metadata that is imported by hand', () => {
  expect(judgeMetadata('acme', { metadataUrl: null }, null, NOW)).toBeNull();
});

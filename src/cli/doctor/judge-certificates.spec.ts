import { expect, it } from '@jest/globals';
import type { Connection, ConnectionCertificate } from '../../connections/index.js';
import { judgeCertificates } from './judge-certificates.js';

const NOW = Date.UTC(2026, 10, 23);
const DAY_MS = 86_400_000;

function certificate(daysLeft: number, keyBits = 2048): ConnectionCertificate {
  return {
    id: `c${daysLeft}`,
    sha256Hex: 'ab'.repeat(32),
    derBase64: '',
    subject: 'CN=IdP',
    notBeforeMs: NOW - 1000 * DAY_MS,
    notAfterMs: NOW + daysLeft * DAY_MS,
    keyType: 'rsa',
    keyBits,
    position: 0,
    addedAtMs: NOW,
  };
}

it.each([
  { given: '60 days', certificates: [certificate(60)], state: 'ok', says: '60 days' },
  { given: '59 days', certificates: [certificate(59)], state: 'warning', says: 'than 60 days' },
  { given: '29 days', certificates: [certificate(29)], state: 'warning', says: 'than 30 days' },
  { given: '6 days', certificates: [certificate(6)], state: 'warning', says: 'than 7 days' },
  { given: 'half a day', certificates: [certificate(0.5)], state: 'warning', says: 'than a day' },
  { given: 'expired', certificates: [certificate(-3)], state: 'warning', says: 'has expired' },
  {
    given: 'one expired and its successor in place',
    certificates: [certificate(-3), certificate(400)],
    state: 'ok',
    says: '400 days',
  },
  {
    given: 'a successor with a key that is never used',
    certificates: [certificate(5), certificate(400, 1024)],
    state: 'warning',
    says: 'than 7 days',
  },
  {
    given: 'a weak key alone',
    certificates: [certificate(400, 1024)],
    state: 'broken',
    says: 'nobody can sign in',
  },
  { given: 'none at all', certificates: [], state: 'broken', says: 'nobody can sign in' },
])('$given: $state', ({ certificates, state, says }) => {
  const check = judgeCertificates('acme', { certificates } as unknown as Connection, NOW);
  expect(check.state).toBe(state);
  expect(check.found).toContain(says);
});

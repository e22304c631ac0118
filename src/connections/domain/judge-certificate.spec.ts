import { describe, expect, it } from '@jest/globals';
import { isUsableKey, judgeCertificate } from './judge-certificate.js';

const DAY_MS = 86_400_000;
const notBeforeMs = Date.UTC(2026, 0, 1);
const notAfterMs = Date.UTC(2029, 0, 1);
const certificate = { keyType: 'rsa', keyBits: 2048, notBeforeMs, notAfterMs } as const;

describe('a certificate’s key', () => {
  it.each([
    ['rsa', 4096, true],
    ['rsa', 2048, true],
    ['rsa', 2047, false],
    ['rsa', 1024, false],
    ['rsa', 512, false],
    ['rsa-pss', 4096, false],
    ['ec', 256, true],
    ['ec', 521, true],
    ['ec', 0, false],
    ['other', 0, false],
  ] as const)('%s of %d bits is usable: %s', (keyType, keyBits, usable) => {
    expect(isUsableKey({ keyType, keyBits })).toBe(usable);
  });
});

describe('a certificate’s dates', () => {
  it.each([
    [notBeforeMs - 1, 'not_yet_valid', 1096],
    [notBeforeMs, 'valid', 1096],
    [notAfterMs - 10 * DAY_MS - 1, 'valid', 10],
    [notAfterMs + 999, 'valid', -1], // notAfter's second belongs to the period
    [notAfterMs + 1000, 'expired', -1],
    [notAfterMs + 3 * DAY_MS, 'expired', -3],
  ] as const)('at %d: %s, %d days left', (nowMs, expiry, daysLeft) => {
    expect(judgeCertificate(certificate, nowMs)).toMatchObject({ expiry, daysLeft });
  });

  it('do not make it unusable: the key is trusted because it was imported', () => {
    expect(judgeCertificate(certificate, notAfterMs + DAY_MS).usable).toBe(true);
  });
});

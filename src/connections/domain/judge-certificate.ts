import type { CertificateKeyType } from './metadata.js';

/**
 * What we trust a certificate for. Its own dates and issuer play no part in SAML: the key in it is trusted because an
 * administrator imported it (SAML metadata interoperability profile 2.6.1), so an expired one still works and is only
 * shown as expired. The key itself does matter:
 *
 * - RSA of 2,048 bits or more is usable.
 * - A shorter RSA key can be imported, so that people see what they have and we say so; it is **never used**: no
 *   signature is checked with it and a connection with no other key cannot be activated. Kantara SDP-MD05 to MD07
 *   and NIST SP 800-131A have disallowed such keys since 2014; one whose factors are found forges every sign-in.
 * - An elliptic curve key on P-256, P-384 or P-521 is usable.
 * - Everything else (other curves, Ed25519, DSA, RSA restricted to PSS) is not usable: no signature method of SAML goes with
 *   it. Saying so at import beats refusing every response afterwards.
 */
export const MIN_RSA_BITS = 2048;
const MIN_EC_BITS = 256;

const DAY_MS = 86_400_000;

export interface CertificateKey {
  readonly keyType: CertificateKeyType;
  readonly keyBits: number;
}

export type KeyProblem = 'too_short' | 'type_unsupported';
export type CertificateExpiry = 'not_yet_valid' | 'valid' | 'expired';

export interface CertificateJudgement {
  readonly usable: boolean;
  readonly keyProblem: KeyProblem | null;
  readonly expiry: CertificateExpiry;
  /** Whole days until it expires, rounded down; negative once it has. */
  readonly daysLeft: number;
}

export function judgeCertificate(
  certificate: CertificateKey & { readonly notBeforeMs: number; readonly notAfterMs: number },
  nowMs: number,
): CertificateJudgement {
  const keyProblem = findKeyProblem(certificate);
  return {
    usable: keyProblem === null,
    keyProblem,
    expiry: judgeExpiry(certificate, nowMs),
    daysLeft: Math.floor((certificate.notAfterMs - nowMs) / DAY_MS),
  };
}

/** Whether signatures may be checked with this key at all; time plays no part. */
export function isUsableKey(key: CertificateKey): boolean {
  return findKeyProblem(key) === null;
}

export function findKeyProblem(key: CertificateKey): KeyProblem | null {
  // A curve whose size is not known is none that XML signatures name.
  if (key.keyType === 'ec') return key.keyBits >= MIN_EC_BITS ? null : 'type_unsupported';
  if (key.keyType !== 'rsa') return 'type_unsupported';
  return key.keyBits < MIN_RSA_BITS ? 'too_short' : null;
}

function judgeExpiry(
  dates: { readonly notBeforeMs: number; readonly notAfterMs: number },
  nowMs: number,
): CertificateExpiry {
  if (nowMs < dates.notBeforeMs) return 'not_yet_valid';
  // RFC 5280 4.1.2.5: the period includes notAfter, which is written in whole seconds.
  return nowMs >= dates.notAfterMs + 1000 ? 'expired' : 'valid';
}

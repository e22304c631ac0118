import { judgeCertificate } from './judge-certificate.js';

/** Days before a certificate's end at which an administrator is told, each more urgently; 0 once it has expired. */
export const EXPIRY_STEPS = [0, 1, 7, 30, 60] as const;
export type ExpiryStep = (typeof EXPIRY_STEPS)[number];

/** The most urgent step that is reached: fewer days are left than it says. Null: its end is far. */
export function findExpiryStep(
  certificate: Parameters<typeof judgeCertificate>[0],
  nowMs: number,
): ExpiryStep | null {
  const { expiry, daysLeft } = judgeCertificate(certificate, nowMs);
  if (expiry === 'expired') return 0;
  return EXPIRY_STEPS.find((days) => days > 0 && daysLeft < days) ?? null;
}

import { accept, refuse, type Decision } from '../../../errors/index.js';

export interface ValidityPeriod {
  readonly notBeforeMs: number | null;
  readonly notOnOrAfterMs: number | null;
}

/**
 * SAML core 2.5.1.2: valid from NotBefore on, and no longer at NotOnOrAfter; either may be missing. The skew widens the
 * period on both sides.
 */
export function checkTimes(
  period: ValidityPeriod,
  clock: { readonly nowMs: number; readonly clockSkewSeconds: number },
): Decision<void> {
  const skewMs = clock.clockSkewSeconds * 1000;
  if (period.notBeforeMs !== null && clock.nowMs + skewMs < period.notBeforeMs) {
    return refuse('assertion_not_yet_valid', {
      notBefore: new Date(period.notBeforeMs).toISOString(),
    });
  }
  if (period.notOnOrAfterMs !== null && clock.nowMs - skewMs >= period.notOnOrAfterMs) {
    return refuse('assertion_expired', {
      notOnOrAfter: new Date(period.notOnOrAfterMs).toISOString(),
    });
  }
  return accept(undefined);
}

import { accept, refuse, type Decision } from '../../../errors/index.js';
import { type AuthnStatement } from './verified-assertion.js';

/**
 * SAML profiles 4.1.4.2: at least one AuthnStatement, and (core 2.7.2) none whose session at the IdP has ended. The age of
 * AuthnInstant is no reason to refuse: Entra's browser sessions live for months.
 */
export function checkAuthnStatements(
  statements: readonly AuthnStatement[],
  clock: { readonly nowMs: number; readonly clockSkewSeconds: number },
): Decision<void> {
  if (statements.length === 0) return refuse('authn_statement_missing');
  const horizonMs = clock.nowMs - clock.clockSkewSeconds * 1000;
  const ended = statements.find(
    ({ sessionNotOnOrAfterMs }) =>
      sessionNotOnOrAfterMs !== null && sessionNotOnOrAfterMs <= horizonMs,
  );
  return ended
    ? refuse('session_expired_at_idp', {
        sessionNotOnOrAfter: new Date(ended.sessionNotOnOrAfterMs ?? 0).toISOString(),
      })
    : accept(undefined);
}

/**
 * When the IdP says that our session must end, at the earliest; null: it does not say. A time that passed within the clock skew
 * ends it by the IdP's clock, as checkAuthnStatements let it in by that: a session that is over at once would send the
 * browser round and round.
 */
export function sessionEndMs(
  statements: readonly AuthnStatement[],
  clock: { readonly nowMs: number; readonly clockSkewSeconds: number },
): number | null {
  const ends = statements.flatMap(({ sessionNotOnOrAfterMs: end }) => (end === null ? [] : [end]));
  if (ends.length === 0) return null;
  const endMs = Math.min(...ends);
  return endMs > clock.nowMs ? endMs : endMs + clock.clockSkewSeconds * 1000;
}

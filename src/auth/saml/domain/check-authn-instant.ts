import { accept, refuse, type Decision } from '../../../errors/index.js';
import { type AuthnStatement } from './verified-assertion.js';

/**
 * SAML core 2.7.2: AuthnInstant is when the person authenticated. Every statement must be fresh enough: one that is counts for
 * nothing beside one that is not.
 */
export function checkAuthnInstant(
  statements: readonly AuthnStatement[],
  bound: { readonly notBeforeMs: number; readonly clockSkewSeconds: number },
): Decision<void> {
  if (statements.length === 0) return refuse('authn_statement_missing');
  const oldestMs = Math.min(...statements.map(({ authnInstantMs }) => authnInstantMs));
  return oldestMs + bound.clockSkewSeconds * 1000 >= bound.notBeforeMs
    ? accept(undefined)
    : refuse('authentication_too_old', { authenticatedAt: new Date(oldestMs).toISOString() });
}

import { accept, refuse, type Decision } from '../../../errors/index.js';
import { type AuthnStatement } from './verified-assertion.js';

/**
 * SAML core 3.3.2.2.1, exact: every AuthnStatement names one of the classes that the AuthnRequest asked for. An IdP that cannot
 * must answer with an error status, and a request that an attacker took the wish out of must not do better.
 */
export function checkAuthnContext(
  statements: readonly AuthnStatement[],
  wanted: readonly string[],
): Decision<void> {
  if (wanted.length === 0) return accept(undefined);
  const other = statements.find(({ classRef }) => classRef === null || !wanted.includes(classRef));
  return other
    ? refuse('authn_context_mismatch', { found: (other.classRef ?? '').slice(0, 255) })
    : accept(undefined);
}

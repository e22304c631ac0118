import { accept, type Decision } from '../../errors/index.js';
import { checkAuthnInstant, checkMultiFactor, type VerifiedResponse } from '../saml/index.js';
import type { Mark, Use } from '../session/index.js';
import type { Arrival } from './arrival.js';
import { ATTEMPT_LIFETIME_SECONDS } from './attempt-cookies.js';
import type { Demands } from './domain/demands.js';

/** What a response came of: an attempt of this browser, or an invitation of the IdP that its person accepted. */
export interface Beginning {
  /** Null: nobody asked the IdP for anything. */
  readonly requestId: string | null;
  readonly returnTo: string;
  readonly startedAtMs: number;
  /** The session that the browser held; it ends when a new one opens. */
  readonly previousSessionId: string | null;
  readonly demands: Demands;
}

/** What was asked for beyond a sign-in. In the transaction, so that a refusal spends the assertion. */
export function checkDemands(
  { assertion, connection }: VerifiedResponse,
  { demands, startedAtMs }: Beginning,
): Decision<void> {
  // As the connection is now: an attempt from before it asked everybody to authenticate anew must do so, too.
  const maxAgeSeconds = connection.forceAuthn === 'on' ? 0 : demands.maxAgeSeconds;
  if (maxAgeSeconds !== null) {
    const fresh = checkAuthnInstant(assertion.authnStatements, {
      notBeforeMs: startedAtMs - maxAgeSeconds * 1000,
      clockSkewSeconds: connection.clockSkewSeconds,
    });
    if (!fresh.accepted) return fresh;
  }
  return demands.isMfaRequired ? checkMultiFactor(assertion) : accept(undefined);
}

/** SAML profiles 4.1.4.5: the mark lives as long as the assertion could pass, and the request as long as its cookie. */
export function useOf(arrival: Arrival, response: VerifiedResponse, beginning: Beginning): Use {
  const { assertion, connection } = response;
  const ends = assertion.confirmations.map(({ data }) => data?.notOnOrAfterMs ?? 0);
  const attemptEndMs = beginning.startedAtMs + ATTEMPT_LIFETIME_SECONDS * 1000;
  return {
    tenantId: arrival.tenant.id,
    idpEntityId: connection.idpEntityId,
    arrivalId: arrival.id,
    nowMs: arrival.nowMs,
    expiresAtMs: Math.max(attemptEndMs, ...ends) + connection.clockSkewSeconds * 1000,
  };
}

/** The assertion is used once, and so is the request: Entra may answer one twice. */
export function marksOf(
  { assertion }: VerifiedResponse,
  { requestId }: Beginning,
): readonly Mark[] {
  return [
    { kind: 'assertion', id: assertion.id },
    ...(requestId === null ? [] : [{ kind: 'request', id: requestId } as const]),
  ];
}

import { accept, refuse, type Decision } from '../../../errors/index.js';
import { FORMAT_ENTITY } from '../../saml/domain/saml-names.js';
import type { LogoutMessage } from './logout-message.js';

export const MAX_LOGOUT_AGE_SECONDS = 600;

export interface LogoutExpectation {
  readonly idpEntityId: string;
  readonly entraTenantId: string | null;
  readonly sloUrl: string;
  readonly clockSkewSeconds: number;
  readonly nowMs: number;
}

type Check = (message: LogoutMessage, expected: LogoutExpectation) => Decision<void>;

/** What is asked of every verified logout message, in this order; the first no is the reason. */
const CHECKS: readonly Check[] = [checkIssuer, checkDestination, checkIssued, checkNotOnOrAfter];

export function checkLogout(
  message: LogoutMessage,
  expected: LogoutExpectation,
): Decision<LogoutMessage> {
  for (const check of CHECKS) {
    const decision = check(message, expected);
    if (!decision.accepted) return decision;
  }
  return accept(message);
}

/** SAML profiles 4.4.4.1: required. Entra names itself in logout messages as its documentation does, or as in assertions. */
function checkIssuer({ issuer }: LogoutMessage, expected: LogoutExpectation): Decision<void> {
  if (!issuer) return refuse('issuer_missing');
  if (issuer.format !== null && issuer.format !== FORMAT_ENTITY)
    return refuse('issuer_format_unsupported', { found: issuer.format.slice(0, 200) });
  const { idpEntityId, entraTenantId } = expected;
  const accepted = [
    idpEntityId,
    ...(entraTenantId === null
      ? []
      : [
          `https://login.microsoftonline.com/${entraTenantId}/`,
          `https://sts.windows.net/${entraTenantId}/`,
        ]),
  ];
  return accepted.includes(issuer.value)
    ? accept(undefined)
    : refuse('issuer_mismatch', { expected: idpEntityId, found: issuer.value.slice(0, 300) });
}

/** SAML bindings 3.4.5.2 and 3.5.5.2: a signed message names where it was meant to go, and ours are always signed. */
function checkDestination(
  { destination }: LogoutMessage,
  { sloUrl }: LogoutExpectation,
): Decision<void> {
  return destination === sloUrl
    ? accept(undefined)
    : refuse('logout_destination_mismatch', {
        expected: sloUrl,
        found: (destination ?? '').slice(0, 300),
      });
}

/** The bound on how long a copy is good for, and on how long its mark must be kept. */
function checkIssued(message: LogoutMessage, expected: LogoutExpectation): Decision<void> {
  const skewMs = expected.clockSkewSeconds * 1000;
  const ageMs = expected.nowMs - message.issueInstantMs;
  if (ageMs < -skewMs) return refuse('logout_issued_in_future');
  return ageMs <= MAX_LOGOUT_AGE_SECONDS * 1000 + skewMs
    ? accept(undefined)
    : refuse('logout_too_old', { ageSeconds: Math.floor(ageMs / 1000).toString() });
}

/** SAML core 3.7.1. */
function checkNotOnOrAfter(message: LogoutMessage, expected: LogoutExpectation): Decision<void> {
  const endMs = message.kind === 'request' ? message.notOnOrAfterMs : null;
  return endMs === null || expected.nowMs < endMs + expected.clockSkewSeconds * 1000
    ? accept(undefined)
    : refuse('logout_expired');
}

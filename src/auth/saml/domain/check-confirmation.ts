import { accept, refuse, type Decision } from '../../../errors/index.js';
import { METHOD_BEARER } from './saml-names.js';
import { type ConfirmationData, type SubjectConfirmation } from './verified-assertion.js';

export interface ConfirmationExpectation {
  readonly acsUrl: string;
  readonly nowMs: number;
  readonly clockSkewSeconds: number;
}

/**
 * SAML profiles 4.1.4.2 and 4.1.4.3: at least one bearer confirmation for us, now. One good one is enough; where none
 * is, the first one's fault is the reason. Other methods (holder of key) confirm a subject by means that we do not
 * check, so they never stand in for a bearer confirmation. The `Address` is not compared: browsers change networks,
 * and Defender's proxy has its own.
 */
export function checkConfirmation(
  confirmations: readonly SubjectConfirmation[],
  expectation: ConfirmationExpectation,
): Decision<void> {
  const bearers = confirmations.filter(({ method }) => method === METHOD_BEARER);
  const [first, ...others] = bearers.map(({ data }) => checkBearer(data, expectation));
  if (!first) {
    const found = confirmations.map(({ method }) => method).join(' ');
    return refuse('subject_confirmation_missing', { found: found.slice(0, 300) });
  }
  return others.find((decision) => decision.accepted) ?? first;
}

function checkBearer(
  data: ConfirmationData | null,
  { acsUrl, nowMs, clockSkewSeconds }: ConfirmationExpectation,
): Decision<void> {
  if (data?.recipient !== acsUrl) {
    return refuse('recipient_mismatch', {
      expected: acsUrl,
      found: (data?.recipient ?? '').slice(0, 300),
    });
  }
  if (data.notBeforeMs !== null) return refuse('confirmation_not_before_forbidden');
  if (data.notOnOrAfterMs === null) return refuse('confirmation_unbounded');
  return nowMs - clockSkewSeconds * 1000 < data.notOnOrAfterMs
    ? accept(undefined)
    : refuse('confirmation_expired', { notOnOrAfter: new Date(data.notOnOrAfterMs).toISOString() });
}

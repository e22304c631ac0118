import { accept, refuse, type Decision } from '../../../errors/index.js';
import { readTime } from './read-time.js';

export interface Clock {
  readonly nowMs: number;
  readonly clockSkewSeconds: number;
  readonly maxResponseAgeSeconds: number;
}

/**
 * Our own bound on how long a response may be on its way, whatever lifetime the IdP gives it (Entra: an hour). The skew
 * counts in the sender's favour on both sides.
 */
export function checkIssueInstant(
  issueInstantMs: number,
  clock: Clock,
  where: 'response' | 'assertion',
): Decision<void> {
  const skewMs = clock.clockSkewSeconds * 1000;
  const ageMs = clock.nowMs - issueInstantMs;
  if (ageMs < -skewMs) {
    return refuse('response_issued_in_future', {
      where,
      aheadSeconds: String(Math.ceil(-ageMs / 1000)),
    });
  }
  return ageMs <= clock.maxResponseAgeSeconds * 1000 + skewMs
    ? accept(undefined)
    : refuse('response_too_old', { where, ageSeconds: String(Math.floor(ageMs / 1000)) });
}

/** The response's own instant, which is an attribute as sent. SAML core 3.2.2 requires it. */
export function checkResponseIssueInstant(
  issueInstant: string | null,
  clock: Clock,
): Decision<void> {
  const time = readTime(issueInstant ?? '');
  return time === null
    ? refuse('time_malformed', { element: 'Response', found: (issueInstant ?? '').slice(0, 60) })
    : checkIssueInstant(time, clock, 'response');
}

import {
  family,
  iso,
  signed,
  withFixedClock,
  type AttackContext,
  type Change,
  type HostileCase,
} from './case.js';

const row = family('time');

/** Far enough from a limit for a clock that runs, near enough to be about the limit. */
const MARGIN_MS = 30_000;

type At = (context: AttackContext) => number;

const skewAgo: At = ({ nowMs, clockSkewSeconds }) => nowMs - clockSkewSeconds * 1000;
const skewAhead: At = ({ nowMs, clockSkewSeconds }) => nowMs + clockSkewSeconds * 1000;
const oldest: At = (context) => skewAgo(context) - context.maxResponseAgeSeconds * 1000;

const at = (time: At, offsetMs: number, options: (instant: string) => Change) =>
  signed((context) => options(iso(time(context) + offsetMs)));

const notBefore = (instant: string): Change => ({ notBefore: instant });
const notOnOrAfter = (instant: string): Change => ({ notOnOrAfter: instant });
const confirmation = (instant: string): Change => ({ confirmationNotOnOrAfter: instant });
const session = (instant: string): Change => ({ sessionNotOnOrAfter: instant });
const response = (instant: string): Change => ({ responseIssueInstant: instant });
const assertion = (instant: string): Change => ({ assertionIssueInstant: instant });

const exact = (...args: Parameters<typeof row>): HostileCase => withFixedClock(row(...args));

const MALFORMED: readonly [name: string, instant: string][] = [
  ['without zone, which Date.parse takes for local', '2099-01-01T00:00:00'],
  ['with another zone', '2099-01-01T00:00:00+01:00'],
  ['of RFC 2822', 'Thu, 01 Jan 2099 00:00:00 GMT'],
  ['without seconds', '2099-01-01T00:00Z'],
  ['that is a date only', '2099-01-01Z'],
  ['on 30 February', '2099-02-30T00:00:00Z'],
  ['at 24 o’clock', '2099-01-01T24:00:00Z'],
  ['in the year 12099', '12099-01-01T00:00:00Z'],
  ['with a blank', ' 2099-01-01T00:00:00Z'],
  ['that is empty', ''],
];

export const timeCases: readonly HostileCase[] = [
  row('NotBefore within the skew', 'accepted', at(skewAhead, -MARGIN_MS, notBefore)),
  row(
    'NotBefore beyond the skew',
    'assertion_not_yet_valid',
    at(skewAhead, MARGIN_MS, notBefore),
    'CVE-2026-41577',
  ),
  exact('NotBefore exactly at the skew', 'accepted', at(skewAhead, 0, notBefore)),
  exact(
    'NotBefore a millisecond beyond the skew',
    'assertion_not_yet_valid',
    at(skewAhead, 1, notBefore),
  ),
  row('NotOnOrAfter within the skew', 'accepted', at(skewAgo, MARGIN_MS, notOnOrAfter)),
  row(
    'NotOnOrAfter beyond the skew',
    'assertion_expired',
    at(skewAgo, -MARGIN_MS, notOnOrAfter),
    'CVE-2026-41577',
  ),
  exact('NotOnOrAfter a millisecond within the skew', 'accepted', at(skewAgo, 1, notOnOrAfter)),
  exact('NotOnOrAfter exactly at the skew', 'assertion_expired', at(skewAgo, 0, notOnOrAfter)),
  row('a confirmation that ends within the skew', 'accepted', at(skewAgo, MARGIN_MS, confirmation)),
  row('a confirmation that ended', 'confirmation_expired', at(skewAgo, -MARGIN_MS, confirmation)),
  exact(
    'a confirmation that ends a millisecond within the skew',
    'accepted',
    at(skewAgo, 1, confirmation),
  ),
  exact(
    'a confirmation that ends exactly at the skew',
    'confirmation_expired',
    at(skewAgo, 0, confirmation),
  ),
  row('a session at the IdP that goes on', 'accepted', at(skewAhead, MARGIN_MS, session)),
  row(
    'a session at the IdP that ended',
    'session_expired_at_idp',
    at(skewAgo, -MARGIN_MS, session),
  ),
  exact(
    'a session at the IdP that ends exactly at the skew',
    'session_expired_at_idp',
    at(skewAgo, 0, session),
  ),
  row(
    'a response from the future',
    'response_issued_in_future',
    at(skewAhead, MARGIN_MS, response),
  ),
  row(
    'an assertion from the future',
    'response_issued_in_future',
    at(skewAhead, MARGIN_MS, assertion),
  ),
  exact('an assertion issued exactly at the skew', 'accepted', at(skewAhead, 0, assertion)),
  exact(
    'an assertion issued a millisecond beyond the skew',
    'response_issued_in_future',
    at(skewAhead, 1, assertion),
  ),
  row(
    'a response that was on its way for too long',
    'response_too_old',
    at(oldest, -MARGIN_MS, response),
  ),
  row(
    'an assertion that was on its way for too long',
    'response_too_old',
    at(oldest, -MARGIN_MS, assertion),
  ),
  row('an assertion that took its time', 'accepted', at(oldest, MARGIN_MS, assertion)),
  exact('an assertion of exactly the oldest age', 'accepted', at(oldest, 0, assertion)),
  exact('an assertion a millisecond older', 'response_too_old', at(oldest, -1, assertion)),
  row(
    'a time with a fraction of seven digits',
    'accepted',
    signed({ notOnOrAfter: '2099-01-01T00:00:00.1234567Z' }),
  ),
  ...MALFORMED.map(([name, instant]) =>
    row(`a time ${name}`, 'time_malformed', signed({ notOnOrAfter: instant })),
  ),
  row(
    'a response without IssueInstant',
    'time_malformed',
    signed({
      rawEdit: (xml) => xml.replace(/ IssueInstant="[^"]*"/, ''),
    }),
  ),
  row('an AuthnInstant that is no time', 'time_malformed', signed({ authnInstant: 'yesterday' })),
];

import type { Connection } from './connection.js';
import { isUsableKey } from './domain/judge-certificate.js';

/** What a refresh, an address or a name may change without anything being judged otherwise. */
const OF_NO_CONSEQUENCE: readonly (keyof Connection)[] = [
  'version',
  'updatedAtMs',
  'certificates',
  'name',
  'metadataUrl',
  'adoptsByUpnUntilMs',
  'ssoRedirectUrl',
  'ssoPostUrl',
  'sloRedirectUrl',
  'sloPostUrl',
  'sloRedirectResponseUrl',
  'sloPostResponseUrl',
  'sloAnswer',
  'nameIdFormat',
  'loginHint',
  'signRequests',
];

/**
 * Whether a response that was judged by a connection as it was is still good by the connection as it is now: every key that
 * verified it is trusted still, and no rule has changed. A field that is added to connections counts as a rule.
 * @param verifiers SHA-256 of the certificates whose keys verified the response
 */
export function wouldJudgeAlike(
  judgedBy: Connection,
  now: Connection,
  verifiers: readonly string[],
): boolean {
  const trusted = new Set(now.certificates.filter(isUsableKey).map(({ sha256Hex }) => sha256Hex));
  const known = new Set(Object.keys(judgedBy));
  const rules = (Object.keys(now) as (keyof Connection)[]).filter(
    (field) => !OF_NO_CONSEQUENCE.includes(field),
  );
  return (
    verifiers.length > 0 &&
    verifiers.every((sha256Hex) => trusted.has(sha256Hex)) &&
    rules.every((field) => known.has(field) && judgedBy[field] === now[field])
  );
}

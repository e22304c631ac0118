import { type Connection, judgeStaleness, type MetadataState } from '../../connections/index.js';
import { broken, type Check, ok, warning } from './check.js';

const NAME = 'metadata';

/** Whether the IdP could change its keys today without anybody noticing; null for metadata that is imported by hand. */
export function judgeMetadata(
  subdomain: string,
  { metadataUrl }: Pick<Connection, 'metadataUrl'>,
  state: Pick<MetadataState, 'lastGoodAtMs' | 'lastProblemText'> | null,
  nowMs: number,
): Check | null {
  if (metadataUrl === null) return null;
  const problem = state?.lastProblemText ?? null;
  const staleDays = judgeStaleness(state?.lastGoodAtMs ?? null, nowMs);
  const advice = `Run: imagen-sso connection refresh ${subdomain} --dry-run. What is in force stays in force meanwhile.`;
  const because = problem === null ? '' : `: ${problem}`;
  if (staleDays === 0) {
    return problem === null
      ? ok(NAME, `${subdomain}: fresh`)
      : warning(NAME, `${subdomain}: the last refresh failed${because}`, advice);
  }
  const found = `${subdomain}: no good answer for more than ${staleDays} days${because}`;
  return staleDays === 30 ? broken(NAME, found, advice) : warning(NAME, found, advice);
}

import {
  anchorFingerprintOf,
  type Connection,
  judgeStaleness,
  type MetadataState,
} from '../connections/index.js';
import { isoTimeOrNull, keyValues, shortTime } from './answer.js';

/** How the connection's document is kept up to date. */
export function metadataStateJson(state: MetadataState | null, nowMs: number): object {
  return {
    checkedAt: isoTimeOrNull(state?.checkedAtMs ?? null),
    lastGoodAt: isoTimeOrNull(state?.lastGoodAtMs ?? null),
    nextAt: isoTimeOrNull(state?.nextAtMs ?? null),
    validUntil: isoTimeOrNull(state?.validUntilMs ?? null),
    problem: state?.lastProblem ?? null,
    problemText: state?.lastProblemText ?? null,
    staleDays: judgeStaleness(state?.lastGoodAtMs ?? null, nowMs),
    signedBy: anchorFingerprintOf(state),
  };
}

export function metadataStateLines(
  { metadataUrl }: Connection,
  state: MetadataState | null,
  nowMs: number,
): string[] {
  const signedBy = anchorFingerprintOf(state);
  if (metadataUrl === null || !state) {
    return keyValues([
      ['metadata', 'imported from a file: it changes when somebody imports it again'],
      ...signedLines(signedBy),
    ]);
  }
  const stale = judgeStaleness(state.lastGoodAtMs, nowMs);
  return keyValues([
    ...signedLines(signedBy),
    ['last checked', shortTime(state.checkedAtMs)],
    [
      'last good',
      `${shortTime(state.lastGoodAtMs)}${stale === 0 ? '' : ` (more than ${stale} days ago)`}`,
    ],
    ...(state.lastProblemText === null ? [] : [['problem', state.lastProblemText] as const]),
  ]);
}

function signedLines(signedBy: string | null): (readonly [string, string])[] {
  return signedBy === null ? [] : [['must be signed by', signedBy]];
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const PERIOD_MS = 60 * MINUTE_MS;
const JITTER_MS = 10 * MINUTE_MS;

/** Longer than any fetch may take: who holds a document longer has died, and another instance takes it. */
export const LEASE_MS = 2 * MINUTE_MS;

/** A response signed by a key that we do not know hastens the next fetch, but never to more than one in this time. */
export const HASTE_MS = 5 * MINUTE_MS;

/** Days without a good answer, after which it is reported: as an alarm, then as a finding. */
export const STALE_DAYS = [30, 7] as const;
export type StaleDays = (typeof STALE_DAYS)[number] | 0;

/** About an hour later; `chance` (0 to 1) spreads the documents, so that no IdP is asked for all its customers at once. */
export function nextRefreshAtMs(nowMs: number, chance: number): number {
  return nowMs + PERIOD_MS + Math.round((chance * 2 - 1) * JITTER_MS);
}

/** How old the last good answer is, in the steps that are reported; 0 while it is fresh. */
export function judgeStaleness(lastGoodAtMs: number | null, nowMs: number): StaleDays {
  if (lastGoodAtMs === null) return 0;
  return STALE_DAYS.find((days) => nowMs - lastGoodAtMs >= days * DAY_MS) ?? 0;
}

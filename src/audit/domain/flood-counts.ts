import type { AuditOutcome } from './audit-event.js';

/** What stands for refusals that got no event of their own. All times epoch milliseconds. */
export interface FloodSummary {
  readonly tenantId: string;
  readonly outcome: AuditOutcome;
  readonly reason: string | null; // null: several, where there were too many kinds to tell apart
  readonly count: number;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
  /** Client networks that took part; `networksAreMore`: at least that many. */
  readonly networks: number;
  readonly networksAreMore: boolean;
}

interface Counted {
  readonly tenantId: string;
  readonly outcome: AuditOutcome;
  readonly reason?: string;
}

interface Entry {
  readonly minute: number;
  readonly tenantId: string;
  readonly outcome: AuditOutcome;
  readonly reason: string | null;
  count: number;
  firstAtMs: number;
  lastAtMs: number;
  readonly networks: Set<string>;
  networksAreMore: boolean;
}

const MINUTE_MS = 60_000;
const NETWORKS_PER_SUMMARY = 256;

export interface FloodLimits {
  /** Kinds (tenant, outcome, reason, minute) counted apart; beyond that, one count per tenant and outcome. */
  readonly kinds: number;
  /** Networks remembered over all kinds. */
  readonly networks: number;
}

/** Counts refusals by tenant, outcome, reason and minute. Memory is bounded whatever arrives; counts are always exact. */
export class FloodCounts {
  private entries = new Map<string, Entry>();
  private networksHeld = 0;

  constructor(private readonly limits: FloodLimits = { kinds: 10_000, networks: 50_000 }) {}

  add(counted: Counted, network: string, timeMs: number): void {
    const entry = this.entryFor(counted, timeMs);
    entry.count += 1;
    entry.firstAtMs = Math.min(entry.firstAtMs, timeMs);
    entry.lastAtMs = Math.max(entry.lastAtMs, timeMs);
    if (entry.networks.has(network)) return;
    if (entry.networks.size >= NETWORKS_PER_SUMMARY || this.networksHeld >= this.limits.networks) {
      entry.networksAreMore = true;
      return;
    }
    entry.networks.add(network);
    this.networksHeld += 1;
  }

  /** Takes out the summaries of all minutes that ended at `untilMs` or before. */
  takeBefore(untilMs: number): FloodSummary[] {
    const taken: FloodSummary[] = [];
    for (const [key, entry] of this.entries) {
      if ((entry.minute + 1) * MINUTE_MS > untilMs) continue;
      this.entries.delete(key);
      this.networksHeld -= entry.networks.size;
      taken.push(summaryOf(entry));
    }
    return taken;
  }

  private entryFor({ tenantId, outcome, reason }: Counted, timeMs: number): Entry {
    const minute = Math.floor(timeMs / MINUTE_MS);
    const key = JSON.stringify([minute, tenantId, outcome, reason ?? null]);
    const found = this.entries.get(key);
    if (found) return found;
    if (this.entries.size < this.limits.kinds)
      return this.open(key, { minute, tenantId, outcome, reason: reason ?? null }, timeMs);
    const sharedKey = JSON.stringify([tenantId, outcome]);
    return (
      this.entries.get(sharedKey) ??
      this.open(sharedKey, { minute, tenantId, outcome, reason: null }, timeMs)
    );
  }

  private open(
    key: string,
    kind: Pick<Entry, 'minute' | 'tenantId' | 'outcome' | 'reason'>,
    timeMs: number,
  ): Entry {
    const entry: Entry = {
      ...kind,
      count: 0,
      firstAtMs: timeMs,
      lastAtMs: timeMs,
      networks: new Set(),
      networksAreMore: false,
    };
    this.entries.set(key, entry);
    return entry;
  }
}

function summaryOf(entry: Entry): FloodSummary {
  return {
    tenantId: entry.tenantId,
    outcome: entry.outcome,
    reason: entry.reason,
    count: entry.count,
    firstAtMs: entry.firstAtMs,
    lastAtMs: entry.lastAtMs,
    networks: entry.networks.size,
    networksAreMore: entry.networksAreMore,
  };
}

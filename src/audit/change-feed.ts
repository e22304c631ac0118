import { Injectable } from '@nestjs/common';
import { Clock, Database, firstUuidAt } from '../database/index.js';
import { AuditService } from './audit.service.js';
import type { NewAuditEvent } from './domain/audit-event.js';

/** What somebody changed, as far as a cache must know: a person's state, or a whole tenant's where it names no person. */
export interface Change {
  readonly tenantId: string;
  readonly personId: string | null;
  /** Sessions that the change ended, whosever they were. */
  readonly sessionIds: readonly string[];
}

/** What a cache does with changes. */
export interface ChangeListener {
  changed(change: Change): void;
  /** Changes may have been missed: everything cached is worthless. */
  missed(): void;
}

interface ChangeRow {
  readonly id: string;
  readonly tenantId: string;
  readonly personId: string | null;
  readonly details: string;
}

/**
 * How far back each poll looks. An event's id says when its transaction began or its message arrived, not when it was
 * committed: a transaction lives at most 10 s (Transactions), and the clocks of instances may differ by the rest.
 */
const OVERLAP_MS = 30_000;
/** Without a good poll for so long nothing that was cached is believed: the promise is 5 s. */
const MAX_SILENCE_MS = 5_000;
/** More changes than this within the overlap: dropping everything is cheaper than reading them. */
const MAX_ROWS = 2_000;

/**
 * By range of the primary key, so that the cost is that of half a minute's events, however long the log is. Whatever is not
 * known to change nothing is a change: a kind of event that comes later is in by itself.
 */
export const RECENT_CHANGES = `SELECT id, tenant_id AS tenantId, person_id AS personId, details FROM audit_events
  WHERE id >= ? AND type NOT IN ('sign_in_summary', 'attack.played', 'audit.read', 'audit.exported')
    AND (type <> 'sign_in' OR (outcome = 'accepted' AND details LIKE '%"endedSessions"%'))
  ORDER BY id LIMIT ${String(MAX_ROWS + 1)}`;

/**
 * Tells caches what other instances changed, from the log that all of them write, and at once what this one changed. Who
 * calls `poll` once a second may believe a cache while `isCurrent`.
 */
@Injectable()
export class ChangeFeed {
  private readonly listeners: ChangeListener[] = [];
  private readonly seen = new Set<string>();
  private lastGoodAtMs: number | null = null; // monotonic, when the poll was asked

  constructor(
    private readonly clock: Clock,
    private readonly database: Database,
    audit: AuditService,
  ) {
    audit.onKept((event) => {
      const { tenantId, personId = null, details = {} } = event;
      if (isChange(event)) this.tell(changeOf(tenantId, personId, details));
    });
  }

  listen(listener: ChangeListener): void {
    this.listeners.push(listener);
  }

  /** False until the first good poll, and again when the last one was asked more than five seconds ago. */
  get isCurrent(): boolean {
    const ageMs = this.ageMs;
    return ageMs !== null && ageMs <= MAX_SILENCE_MS;
  }

  /** Of the last good poll; null: none yet. */
  get ageMs(): number | null {
    return this.lastGoodAtMs === null ? null : this.clock.monotonicMs() - this.lastGoodAtMs;
  }

  /** @throws what the database throws; the feed grows old then */
  async poll(): Promise<void> {
    const askedAtMs = this.clock.monotonicMs();
    const fromId = firstUuidAt(Math.max(0, this.clock.nowMs() - OVERLAP_MS));
    const rows = await this.database.query<ChangeRow>(RECENT_CHANGES, [fromId]);
    // After a silence nobody knows what passed unseen before the overlap began.
    if (!this.isCurrent || rows.length > MAX_ROWS) this.missed();
    else this.tellNew(rows);
    this.remember(rows, fromId);
    this.lastGoodAtMs = askedAtMs;
  }

  private tellNew(rows: readonly ChangeRow[]): void {
    for (const { id, tenantId, personId, details } of rows) {
      if (!this.seen.has(id))
        this.tell(changeOf(tenantId, personId, JSON.parse(details) as object));
    }
  }

  private remember(rows: readonly ChangeRow[], fromId: string): void {
    for (const id of this.seen) if (id < fromId) this.seen.delete(id);
    for (const { id } of rows) this.seen.add(id);
  }

  private tell(change: Change): void {
    for (const listener of this.listeners) listener.changed(change);
  }

  private missed(): void {
    for (const listener of this.listeners) listener.missed();
  }
}

const changesNothing: ReadonlySet<string> = new Set([
  'sign_in_summary',
  'attack.played',
  'audit.read',
  'audit.exported',
]);

/** As RECENT_CHANGES says it: a refusal must not be a way for a stranger to empty caches. */
function isChange({ type, outcome, details }: NewAuditEvent): boolean {
  if (type === 'sign_in') return outcome === 'accepted' && details?.['endedSessions'] !== undefined;
  return !changesNothing.has(type);
}

function changeOf(tenantId: string, personId: string | null, details: object): Change {
  const { endedSessions } = details as { endedSessions?: unknown };
  const sessionIds = Array.isArray(endedSessions)
    ? endedSessions.filter((id): id is string => typeof id === 'string')
    : [];
  return { tenantId, personId, sessionIds };
}

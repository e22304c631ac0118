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
  WHERE id >= ?
    AND type NOT IN ('sign_in_summary', 'single_logout', 'user.created', 'attack.played', 'audit.read', 'audit.exported')
    AND (type <> 'sign_in' OR (outcome = 'accepted' AND details LIKE '%"endedSessions"%'))
  ORDER BY id LIMIT ${String(MAX_ROWS + 1)}`;

const NOW_SECONDS = { mysql: 'unix_timestamp()', sqlite: 'unixepoch()' } as const;

interface Moment {
  readonly monotonicMs: number;
  readonly wallMs: number;
}

/**
 * Tells caches what other instances changed, from the log that all of them write, and at once what this one changed. Who
 * calls `poll` once a second may believe a cache while `isCurrent`.
 */
@Injectable()
export class ChangeFeed {
  private readonly listeners: ChangeListener[] = [];
  private readonly seen = new Set<string>();
  private lastGood: Moment | null = null; // when the last good poll was asked

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

  /**
   * Of the last good poll; null: none yet. By the clock that says more: nobody sets the monotonic one, but it may stand while
   * the machine sleeps or is moved.
   */
  get ageMs(): number | null {
    if (this.lastGood === null) return null;
    const now = this.now();
    return Math.max(now.monotonicMs - this.lastGood.monotonicMs, now.wallMs - this.lastGood.wallMs);
  }

  /** @throws what the database throws; the feed grows old then */
  async poll(): Promise<void> {
    const asked = this.now();
    // Where this machine's clock is ahead, what the others write now is long ago to it.
    const nowMs = Math.min(asked.wallMs, await this.databaseNowMs());
    const fromId = firstUuidAt(Math.max(0, nowMs - OVERLAP_MS));
    const rows = await this.database.query<ChangeRow>(RECENT_CHANGES, [fromId]);
    // After a silence nobody knows what passed unseen before the overlap began.
    if (!this.isCurrent || rows.length > MAX_ROWS) this.missed();
    else this.tellNew(rows);
    this.remember(rows, fromId);
    this.lastGood = asked;
  }

  private now(): Moment {
    return { monotonicMs: this.clock.monotonicMs(), wallMs: this.clock.nowMs() };
  }

  private async databaseNowMs(): Promise<number> {
    const [row] = await this.database.query<{ seconds: number | string }>(
      `SELECT ${NOW_SECONDS[this.database.dialect]} AS seconds`,
    );
    return Number(row?.seconds) * 1000;
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
  'single_logout', // the sessions that it ended have an event each, and anybody can send one that is refused
  'user.created', // nothing of somebody new is cached yet, and a Monday morning has many
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

import { Injectable } from '@nestjs/common';
import { type Change, ChangeFeed, type ChangeListener } from '../../audit/index.js';
import { Clock } from '../../database/index.js';
import { equalInConstantTime } from '../../secrets/index.js';
import { Metrics } from '../../telemetry/index.js';

/** What the cache must know of a row to drop it. */
export interface Cacheable {
  readonly id: string;
  readonly secretHash: string;
  readonly userId: string;
}

interface Entry<Row> {
  readonly tenantId: string;
  readonly row: Row;
  readonly readAtMs: number; // monotonic
}

const MAX_AGE_MS = 60_000;
const MAX_ENTRIES = 20_000;

/**
 * Rows of live sessions as of at most a minute ago, dropped by the change feed, and not believed while the feed is silent.
 * Only what was found is kept: a refusal is always the database's own. Each instance has its own; losing it costs reads.
 */
@Injectable()
export class SessionCache<Row extends Cacheable> implements ChangeListener {
  private readonly entries = new Map<string, Entry<Row>>(); // by session id, the longest unused first
  private readonly idsByUser = new Map<string, Set<string>>();
  private drops = 0;

  constructor(
    private readonly clock: Clock,
    private readonly feed: ChangeFeed,
    private readonly metrics: Metrics,
  ) {
    feed.listen(this);
  }

  /** The row of that session, if this very secret's digest opened it before. */
  find(tenantId: string, id: string, secretHash: string): Row | null {
    const row = this.feed.isCurrent ? this.fresh(tenantId, id, secretHash) : null;
    this.metrics.sessionReads.inc({ from: row ? 'cache' : 'database' });
    return row;
  }

  /**
   * Reads and keeps, unless something was dropped meanwhile: what was read may be from before that change.
   * `mayKeep` says of the row whether the browser proved to hold it.
   */
  async read(
    tenantId: string,
    load: () => Promise<Row | null>,
    mayKeep: (row: Row) => boolean,
  ): Promise<Row | null> {
    const before = { drops: this.drops, atMs: this.clock.monotonicMs() };
    const row = await load();
    if (row && mayKeep(row) && this.feed.isCurrent && this.drops === before.drops)
      this.keep({ tenantId, row, readAtMs: before.atMs });
    return row;
  }

  /** Changes the row as it is kept now: a caller's own copy may be from before a change. It stays as old as it was. */
  update(id: string, change: (row: Row) => Row): void {
    const entry = this.entries.get(id);
    if (entry) this.entries.set(id, { ...entry, row: change(entry.row) });
  }

  changed({ tenantId, personId, sessionIds }: Change): void {
    this.drops += 1;
    for (const id of sessionIds) this.remove(id);
    if (personId !== null)
      for (const id of [...(this.idsByUser.get(personId) ?? [])]) this.remove(id);
    else if (sessionIds.length === 0) this.dropTenant(tenantId);
  }

  missed(): void {
    this.drops += 1;
    this.entries.clear();
    this.idsByUser.clear();
  }

  private fresh(tenantId: string, id: string, secretHash: string): Row | null {
    const entry = this.entries.get(id);
    if (entry?.tenantId !== tenantId) return null;
    if (!equalInConstantTime(entry.row.secretHash, secretHash)) return null;
    if (this.clock.monotonicMs() - entry.readAtMs > MAX_AGE_MS) {
      this.remove(id);
      return null;
    }
    this.entries.delete(id); // to the end of the order
    this.entries.set(id, entry);
    return entry.row;
  }

  private keep(entry: Entry<Row>): void {
    const { id, userId } = entry.row;
    this.remove(id);
    this.entries.set(id, entry);
    const ids = this.idsByUser.get(userId) ?? new Set();
    this.idsByUser.set(userId, ids.add(id));
    const [oldest] = this.entries.keys();
    if (this.entries.size > MAX_ENTRIES && oldest !== undefined) this.remove(oldest);
  }

  private remove(id: string): void {
    const entry = this.entries.get(id);
    if (!entry) return;
    this.entries.delete(id);
    const ids = this.idsByUser.get(entry.row.userId);
    ids?.delete(id);
    if (ids?.size === 0) this.idsByUser.delete(entry.row.userId);
  }

  private dropTenant(tenantId: string): void {
    for (const [id, entry] of this.entries) if (entry.tenantId === tenantId) this.remove(id);
  }
}

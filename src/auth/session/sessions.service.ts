import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../config/index.js';
import { Clock, Database, Transactions } from '../../database/index.js';
import { equalInConstantTime, sha256Hex } from '../../secrets/index.js';
import { type LiveSession, liveSession } from './live-session.js';
import { SessionCache } from './session-cache.js';
import type { SessionCredential } from './session-cookie.js';
import { findSession, isLive, lifetimesOf, type SessionRow } from './session-row.js';

/** A session seen this recently is not written again: checks outnumber sign-ins a hundred to one. */
const SEEN_GRANULARITY_MS = 60_000;
/** Of the idle time: however short a tenant makes it, a session in use is written well before it would be idle. */
const SEEN_FRACTION = 4;

/** Whose session a browser holds: asked with every request, and answered from memory nearly always. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly config: AppConfig,
    private readonly database: Database,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly cache: SessionCache<SessionRow>,
  ) {}

  /** The session that a browser proves to hold, or null: unknown, ended, too old, idle, of a suspended person. At most one read. */
  async check(tenantId: string, credential: SessionCredential): Promise<LiveSession | null> {
    return (await this.checkHeld(tenantId, credential))?.live ?? null;
  }

  /** Null unless the browser proves to hold that session; `live` is null where it is over. */
  async checkHeld(
    tenantId: string,
    credential: SessionCredential,
  ): Promise<{ readonly id: string; readonly live: LiveSession | null } | null> {
    const nowMs = this.clock.nowMs();
    const secretHash = sha256Hex(credential.secret);
    const cached = this.cache.find(tenantId, credential.id, secretHash);
    // A cached row only ever says yes: another instance may have seen the session since.
    const row =
      cached && isLive(cached, this.config, nowMs)
        ? cached
        : await this.read(tenantId, credential.id, secretHash, nowMs);
    if (!row || !equalInConstantTime(secretHash, row.secretHash)) return null;
    if (!isLive(row, this.config, nowMs)) return { id: row.id, live: null };
    await this.seen(row, nowMs);
    return { id: row.id, live: liveSession(row, tenantId, this.config, nowMs) };
  }

  private read(
    tenantId: string,
    id: string,
    secretHash: string,
    nowMs: number,
  ): Promise<SessionRow | null> {
    return this.cache.read(
      tenantId,
      () => findSession(this.database, tenantId, id),
      (row) => equalInConstantTime(secretHash, row.secretHash) && isLive(row, this.config, nowMs),
    );
  }

  private async seen(row: SessionRow, nowMs: number): Promise<void> {
    const { idleMs } = lifetimesOf(row, this.config);
    const granularityMs = Math.min(SEEN_GRANULARITY_MS, idleMs / SEEN_FRACTION);
    if (nowMs - row.lastSeenAtMs < granularityMs) return;
    // Before the write: requests at once write once.
    this.cache.update(row.id, (kept) => ({ ...kept, lastSeenAtMs: nowMs }));
    await this.markSeen(row.id, nowMs);
  }

  private async markSeen(id: string, nowMs: number): Promise<void> {
    await this.transactions.run((tx) =>
      tx.execute('UPDATE sessions SET last_seen_at_ms = ? WHERE id = ? AND last_seen_at_ms < ?', [
        nowMs,
        id,
        nowMs,
      ]),
    );
  }
}

import { Injectable } from '@nestjs/common';
import { Clock, removeInBatches, type Transaction, Transactions } from '../../database/index.js';
import { SessionCache } from './session-cache.js';
import type { SessionRow } from './session-row.js';

/** Ends sessions, in the transaction of whoever says why and puts it on the record. */
@Injectable()
export class SessionsEnd {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly cache: SessionCache<SessionRow>,
  ) {}

  /** Ends one session of a tenant. @returns whose it was, or null where it was not open. The caller appends the event. */
  async end(
    tx: Transaction,
    tenantId: string,
    id: string,
    reason: string,
  ): Promise<{ userId: string } | null> {
    const ended = await tx.execute(
      'UPDATE sessions SET ended_at_ms = ?, end_reason = ? WHERE id = ? AND tenant_id = ? AND ended_at_ms IS NULL',
      [this.clock.nowMs(), reason, id, tenantId],
    );
    if (ended === 0) return null;
    tx.afterCommit(() => {
      this.cache.drop(id);
    });
    const [row] = await tx.query<{ userId: string }>(
      'SELECT user_id AS userId FROM sessions WHERE id = ?',
      [id],
    );
    return row ?? null;
  }

  /** Ends one session of that person and no other's. @returns false where it was not open. The caller appends the event. */
  async endOf(
    tx: Transaction,
    owner: { readonly tenantId: string; readonly userId: string },
    id: string,
    reason: string,
  ): Promise<boolean> {
    const ended = await tx.execute(
      `UPDATE sessions SET ended_at_ms = ?, end_reason = ?
        WHERE id = ? AND tenant_id = ? AND user_id = ? AND ended_at_ms IS NULL`,
      [this.clock.nowMs(), reason, id, owner.tenantId, owner.userId],
    );
    return ended > 0;
  }

  /**
   * Ends every session of a person that is open now, in one write. The caller appends the event.
   * @returns how many
   */
  async endAll(tx: Transaction, tenantId: string, userId: string, reason: string): Promise<number> {
    const nowMs = this.clock.nowMs();
    const ended = await tx.execute(
      'UPDATE sessions SET ended_at_ms = ?, end_reason = ? WHERE tenant_id = ? AND user_id = ? AND ended_at_ms IS NULL',
      [nowMs, reason, tenantId, userId],
    );
    tx.afterCommit(() => {
      this.cache.changed({ tenantId, personId: userId, sessionIds: [] });
    });
    return ended;
  }

  /** Sessions that could not have been used since `beforeMs`. @returns how many */
  removeExpired(beforeMs: number): Promise<number> {
    return removeInBatches(this.transactions, 'sessions', 'id', 'expires_at_ms', beforeMs);
  }
}

import { Injectable } from '@nestjs/common';
import { Clock, removeInBatches, type Transaction, Transactions } from '../../database/index.js';

/**
 * Ends sessions, in the transaction of whoever says why and puts it on the record: the event is what every cache hears of,
 * this instance's own included.
 */
@Injectable()
export class SessionsEnd {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
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
    const [row] = await tx.query<{ userId: string }>(
      'SELECT user_id AS userId FROM sessions WHERE id = ? AND tenant_id = ?',
      [id, tenantId],
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
  endAll(tx: Transaction, tenantId: string, userId: string, reason: string): Promise<number> {
    return tx.execute(
      'UPDATE sessions SET ended_at_ms = ?, end_reason = ? WHERE tenant_id = ? AND user_id = ? AND ended_at_ms IS NULL',
      [this.clock.nowMs(), reason, tenantId, userId],
    );
  }

  /** The same of a whole tenant. */
  endEverybody(tx: Transaction, tenantId: string, reason: string): Promise<number> {
    const nowMs = this.clock.nowMs();
    return tx.execute(
      `UPDATE sessions SET ended_at_ms = ?, end_reason = ?
        WHERE tenant_id = ? AND ended_at_ms IS NULL AND expires_at_ms > ?`,
      [nowMs, reason, tenantId, nowMs],
    );
  }

  /** Sessions that could not have been used since `beforeMs`. @returns how many */
  removeExpired(beforeMs: number): Promise<number> {
    return removeInBatches(this.transactions, 'sessions', 'id', 'expires_at_ms', beforeMs);
  }
}

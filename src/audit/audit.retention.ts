import { Injectable } from '@nestjs/common';
import { firstUuidAt, type Transaction, Transactions } from '../database/index.js';

const BATCH_ROWS = 1_000;
/** Of one call: some seconds of work. What is left waits for the next call. */
const MAX_BATCHES = 200;

/** The only code that removes events: those older than the configured retention, of every tenant. */
@Injectable()
export class AuditRetention {
  constructor(private readonly transactions: Transactions) {}

  /**
   * Removes events from before `cutoffMs`, the oldest first, in short transactions of at most 1,000 rows, 200 a call.
   * @returns how many
   */
  async removeOlderThan(cutoffMs: number): Promise<number> {
    const cutoffId = firstUuidAt(Math.max(0, Math.floor(cutoffMs)));
    let removed = 0;
    for (let batch = 0; batch < MAX_BATCHES; batch += 1) {
      const count = await this.transactions.run((tx) => removeBatch(tx, cutoffId));
      removed += count;
      if (count < BATCH_ROWS) break;
    }
    return removed;
  }
}

/** By a range of the primary key. DELETE ... LIMIT would say it shorter, but SQLite is commonly built without it. */
async function removeBatch(tx: Transaction, cutoffId: string): Promise<number> {
  const oldest = await tx.query<{ id: string }>(
    'SELECT id FROM audit_events WHERE id < ? ORDER BY id LIMIT ?',
    [cutoffId, BATCH_ROWS],
  );
  const last = oldest.at(-1);
  return last ? tx.execute('DELETE FROM audit_events WHERE id <= ?', [last.id]) : 0;
}

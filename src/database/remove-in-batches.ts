import type { Transactions } from './transactions.js';

const BATCH_SIZE = 500;

/**
 * Removes the rows whose time is over, a batch per transaction, so that nobody waits behind a long delete. Table and column
 * names are constants of the caller; `timeColumn` has an index.
 * @returns how many rows went
 */
export async function removeInBatches(
  transactions: Transactions,
  table: string,
  keyColumn: string,
  timeColumn: string,
  beforeMs: number,
): Promise<number> {
  for (let removed = 0; ;) {
    const count = await transactions.run(async (tx) => {
      const rows = await tx.query<{ id: string }>(
        `SELECT ${keyColumn} AS id FROM ${table} WHERE ${timeColumn} < ? ORDER BY ${timeColumn} LIMIT ${BATCH_SIZE.toString()}`,
        [beforeMs],
      );
      if (rows.length === 0) return 0;
      const places = rows.map(() => '?').join(', ');
      return tx.execute(
        `DELETE FROM ${table} WHERE ${keyColumn} IN (${places})`,
        rows.map(({ id }) => id),
      );
    });
    removed += count;
    if (count < BATCH_SIZE) return removed;
  }
}

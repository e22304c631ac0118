import { type SqlValue, Transactions } from '../../src/database/index.js';
import type { Product } from './product.js';

/** @param into the table with its columns */
export async function insertRows(
  product: Product,
  into: string,
  rows: readonly SqlValue[][],
): Promise<void> {
  await product.get(Transactions).run(async (tx) => {
    for (let from = 0; from < rows.length; from += 500) {
      const some = rows.slice(from, from + 500);
      const marks = some.map((row) => `(${row.map(() => '?').join(', ')})`).join(', ');
      await tx.execute(`INSERT INTO ${into} VALUES ${marks}`, some.flat());
    }
  });
}

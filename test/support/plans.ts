import { expect } from '@jest/globals';
import { Database } from '../../src/database/index.js';
import type { Product } from './product.js';

export interface PlannedStatement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** One row of EXPLAIN on MySQL, or of EXPLAIN QUERY PLAN on SQLite. */
export interface PlanStep {
  readonly table?: string | null;
  readonly type?: string | null;
  readonly key?: string | null;
  readonly rows?: number | string | null;
  readonly detail?: string;
}

export function planOf(
  product: Product,
  { sql, parameters }: PlannedStatement,
): Promise<PlanStep[]> {
  const { dialect } = product.get(Database);
  const explain = dialect === 'mysql' ? 'EXPLAIN' : 'EXPLAIN QUERY PLAN';
  return product.query<PlanStep>(`${explain} ${sql}`, [...parameters] as (
    string | number | null
  )[]);
}

/** No table is read from its beginning to its end, unless MySQL knows that it is as good as empty. */
export async function expectIndex(product: Product, statement: PlannedStatement): Promise<void> {
  const { dialect } = product.get(Database);
  const whole = (await planOf(product, statement)).filter(({ type, rows, detail = '' }) =>
    dialect === 'mysql'
      ? (type === 'ALL' || type === 'index') && Number(rows ?? 0) > 20
      : /^SCAN (?!CONSTANT)/.test(detail),
  );
  expect({ sql: statement.sql, whole }).toEqual({ sql: statement.sql, whole: [] });
}

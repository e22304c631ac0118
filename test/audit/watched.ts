import type { Queryable, SqlValue } from '../../src/database/index.js';

export interface WatchedQuery {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
  readonly returned: number;
  /** Rows that the server touched in tables and indexes. Only counted on MySQL and MariaDB; else NaN. */
  readonly touched: number;
}

/** Notes what is asked through it and what that costs. `inner` must be one connection. */
export class Watched implements Queryable {
  readonly queries: WatchedQuery[] = [];
  private ownCost = 0; // looking at the counters moves them

  private constructor(private readonly inner: Queryable) {}

  static async over(inner: Queryable): Promise<Watched> {
    const watched = new Watched(inner);
    const first = await watched.counters();
    watched.ownCost = (await watched.counters()) - first;
    return watched;
  }

  get dialect(): Queryable['dialect'] {
    return this.inner.dialect;
  }

  async query<Row extends object>(
    sql: string,
    parameters: readonly SqlValue[] = [],
  ): Promise<Row[]> {
    const before = await this.counters();
    const rows = await this.inner.query<Row>(sql, parameters);
    const touched = (await this.counters()) - before - this.ownCost;
    this.queries.push({ sql, parameters, returned: rows.length, touched });
    return rows;
  }

  /** The index that the database goes through for a query, and whether it has to sort. */
  async plan({ sql, parameters }: WatchedQuery): Promise<{ index: string; isSorted: boolean }> {
    if (this.dialect === 'mysql') {
      const rows = await this.inner.query<{ key: string | null; Extra: string }>(
        `EXPLAIN ${sql}`,
        parameters,
      );
      return {
        index: rows[0]?.key ?? 'none',
        isSorted: /filesort|temporary/.test(rows[0]?.Extra ?? ''),
      };
    }
    const rows = await this.inner.query<{ detail: string }>(
      `EXPLAIN QUERY PLAN ${sql}`,
      parameters,
    );
    const text = rows.map((row) => row.detail).join('; ');
    const index = /^SEARCH audit_events USING INDEX (\w+)/.exec(text)?.[1] ?? text;
    return { index, isSorted: text.includes('TEMP B-TREE') };
  }

  private async counters(): Promise<number> {
    if (this.dialect === 'sqlite') return Number.NaN;
    const rows = await this.inner.query<{ Value: string }>(
      "SHOW SESSION STATUS LIKE 'Handler_read%'",
    );
    return rows.reduce((sum, row) => sum + Number(row.Value), 0);
  }
}

import type { Connection, RowDataPacket } from 'mysql2/promise';
import type { DataSource, Logger } from 'typeorm';

export interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** Every statement that the product sends while `work` runs, as TypeORM hands it to the driver. */
export async function statementsOf(
  dataSource: DataSource,
  work: () => Promise<unknown>,
): Promise<Statement[]> {
  const seen: Statement[] = [];
  const former = dataSource.logger;
  const recorder: Logger = {
    logQuery: (sql, parameters) =>
      seen.push({ sql, parameters: (parameters as unknown[] | undefined) ?? [] }),
    logQueryError: () => undefined,
    logQuerySlow: () => undefined,
    logSchemaBuild: () => undefined,
    logMigration: () => undefined,
    log: () => undefined,
  };
  dataSource.logger = recorder;
  try {
    await work();
  } finally {
    dataSource.logger = former;
  }
  return seen;
}

export interface Cost {
  readonly sql: string;
  readonly returned: number;
  readonly examined: number;
  readonly tables: number;
  /** Tables that are read from end to end, by their access type. */
  readonly scans: readonly string[];
}

type Counter = RowDataPacket & { Variable_name: string; Value: string };
type Plan = RowDataPacket & {
  table: string;
  type: string | null;
  key: string | null;
  Extra: string;
};

/** What a SELECT costs on the server: its plan, and the rows that its storage engine was asked for. */
export async function costOf(
  connection: Connection,
  { sql, parameters }: Statement,
): Promise<Cost> {
  const [plan] = await connection.query<Plan[]>(`EXPLAIN ${sql}`, parameters as unknown[]);
  const before = await rowsRead(connection);
  const [rows] = await connection.query<RowDataPacket[]>(sql, parameters as unknown[]);
  const examined = (await rowsRead(connection)) - before;
  const real = plan.filter((row) => row.type !== null && !row.table.startsWith('<'));
  const scans = real
    .filter((row) => row.key === null || row.type === 'ALL' || row.type === 'index')
    .map((row) => `${row.table}: ${row.type ?? ''}`);
  return {
    sql: sql.replaceAll(/\s+/g, ' ').trim(),
    returned: rows.length,
    examined,
    tables: Math.max(1, plan.length),
    scans,
  };
}

async function rowsRead(connection: Connection): Promise<number> {
  const [rows] = await connection.query<Counter[]>("SHOW SESSION STATUS LIKE 'Handler_read%'");
  return rows.reduce((sum, row) => sum + Number(row.Value), 0);
}

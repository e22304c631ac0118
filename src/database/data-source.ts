import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { migrations } from '#migrations';
import type { AppConfig } from '../config/index.js';
import { serializeSqlite } from './sqlite-serial.js';

interface SqliteHandle {
  pragma(text: string): unknown;
}

interface MysqlPool {
  on(event: 'connection', listener: (connection: { query(sql: string): void }) => void): void;
}

/** The same entities and migrations on both databases. `entities` come from the modules that own them. */
export function dataSourceOptions(config: AppConfig): DataSourceOptions {
  const shared = {
    migrations,
    synchronize: false,
    migrationsTransactionMode: 'each' as const,
    // TypeORM's own logging prints the parameters of failed statements: names, tokens. Errors are logged by the caller.
    logging: false as const,
  };
  if (config.database.kind === 'sqlite') {
    if (config.database.file !== ':memory:')
      mkdirSync(dirname(config.database.file), { recursive: true });
    return {
      ...shared,
      type: 'better-sqlite3',
      database: config.database.file,
      enableWAL: true,
      statementCacheSize: 300,
      prepareDatabase: (handle: SqliteHandle) => {
        handle.pragma('busy_timeout = 5000');
        handle.pragma('synchronous = FULL');
      },
    };
  }
  return {
    ...shared,
    type: 'mariadb',
    url: config.database.url.reveal(),
    timezone: 'Z',
    charset: 'utf8mb4_bin',
    supportBigNumbers: true,
    bigNumberStrings: false, // our bigints are epoch milliseconds, far below 2^53
    poolSize: config.database.poolSize,
    connectTimeout: 10_000,
    // `trace` would capture a stack for every statement, in case it fails; withCallSite does it for those that do.
    extra: { waitForConnections: true, queueLimit: 500, idleTimeout: 60_000, trace: false },
  };
}

/**
 * READ COMMITTED: a re-read sees what others committed, and looking up a row that is not there locks no gap, over which
 * two first sign-ins would deadlock. Set once per connection: a round trip saved in every transaction.
 */
const MYSQL_SESSION = [
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
  "SET SESSION sql_mode = 'TRADITIONAL', SESSION innodb_lock_wait_timeout = 5",
];

export async function openDataSource(options: DataSourceOptions): Promise<DataSource> {
  const dataSource = new DataSource(options);
  if (options.type === 'better-sqlite3') serializeSqlite(dataSource);
  await dataSource.initialize();
  if (options.type === 'mariadb' || options.type === 'mysql') await prepareConnections(dataSource);
  return dataSource;
}

async function prepareConnections(dataSource: DataSource): Promise<void> {
  const { pool } = dataSource.driver as unknown as { pool: MysqlPool };
  pool.on('connection', (connection) => {
    for (const statement of MYSQL_SESSION) connection.query(statement); // queued before the borrower's first
  });
  // The connection that initialize() opened came before the listener; it is the only one yet.
  for (const statement of MYSQL_SESSION) await dataSource.query(statement);
}

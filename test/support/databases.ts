import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';

export interface TestDatabase {
  /** For DATABASE_URL: a database of this spec's own, empty. */
  readonly url: string;
  drop(): Promise<void>;
}

export interface DatabaseKind {
  readonly kind: 'sqlite' | 'mysql';
  create(): Promise<TestDatabase>;
}

const sqlite: DatabaseKind = {
  kind: 'sqlite',
  create() {
    const dir = mkdtempSync(join(tmpdir(), 'imagen-sso-test-'));
    return Promise.resolve({
      url: `sqlite:${join(dir, 'test.sqlite')}`,
      drop() {
        rmSync(dir, { recursive: true, force: true });
        return Promise.resolve();
      },
    });
  },
};

const mysql: DatabaseKind = {
  kind: 'mysql',
  async create() {
    const server = process.env.TEST_MYSQL_URL ?? 'mysql://root@127.0.0.1:3306';
    const name = `imagen_test_${process.pid.toString()}_${randomBytes(6).toString('hex')}`;
    await statement(server, `CREATE DATABASE ${name}`);
    return {
      url: `${server.replace(/\/$/, '')}/${name}`,
      drop: () => statement(server, `DROP DATABASE ${name}`),
    };
  },
};

/** Both databases, for describe.each: the same suite runs on each. `NO_MYSQL=1`: the runner has said that there is none. */
export const databases: readonly DatabaseKind[] =
  process.env.NO_MYSQL === '1' ? [sqlite] : [sqlite, mysql];

async function statement(server: string, sql: string): Promise<void> {
  const connection = await createConnection(server);
  try {
    await connection.query(sql);
  } finally {
    await connection.end();
  }
}

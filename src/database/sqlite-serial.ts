import { AsyncLocalStorage } from 'node:async_hooks';
import type { DataSource, QueryRunner } from 'typeorm';
import type { BetterSqlite3Driver } from 'typeorm/driver/better-sqlite3/BetterSqlite3Driver.js';
import { BetterSqlite3QueryRunner } from 'typeorm/driver/better-sqlite3/BetterSqlite3QueryRunner.js';

interface SqliteHandle {
  readonly inTransaction: boolean;
  exec(sql: string): void;
}

interface Scope {
  open: boolean;
}

/**
 * TypeORM gives every caller the same query runner on SQLite, so that statements of others land in an open transaction
 * and roll back with it. Here each caller gets its own, and one lock is held from BEGIN to COMMIT or ROLLBACK.
 * BEGIN IMMEDIATE: a transaction that will write takes the write lock first and cannot deadlock on upgrading.
 */
export function serializeSqlite(dataSource: DataSource): DataSource {
  const lock = makeLock();
  const scopes = new AsyncLocalStorage<Scope>();
  const statements = new Map<string, unknown>(); // one connection, so prepared statements are shared by all runners

  class SerialRunner extends BetterSqlite3QueryRunner {
    #release: (() => void) | null = null;
    #scope: Scope | null = null;

    constructor(driver: BetterSqlite3Driver) {
      super(driver);
      Object.assign(this, { stmtCache: statements });
    }

    override async query(
      sql: string,
      parameters: unknown[] = [],
      useStructuredResult = false,
    ): Promise<unknown> {
      if (this.#release) {
        const text = sql === 'BEGIN TRANSACTION' ? 'BEGIN IMMEDIATE' : sql;
        return super.query(text, parameters, useStructuredResult) as Promise<unknown>;
      }
      // Waiting for a lock that our own caller holds would never end: say so instead.
      if (scopes.getStore()?.open)
        throw new Error('a query outside the open transaction’s own Transaction');
      const release = await lock();
      try {
        return (await super.query(sql, parameters, useStructuredResult)) as unknown;
      } finally {
        release();
      }
    }

    override async startTransaction(): Promise<void> {
      if (scopes.getStore()?.open) throw new Error('a transaction inside a transaction');
      this.#release ??= await lock();
      const scope = scopes.getStore();
      if (scope) {
        scope.open = true;
        this.#scope = scope;
      }
      try {
        await super.startTransaction();
      } catch (error) {
        // TypeORM marks the transaction active before BEGIN has succeeded.
        this.isTransactionActive = false;
        this.#done();
        throw error;
      }
    }

    override async commitTransaction(): Promise<void> {
      await super.commitTransaction();
      this.#done();
    }

    override async rollbackTransaction(): Promise<void> {
      try {
        await super.rollbackTransaction();
      } finally {
        this.#done();
      }
    }

    override async release(): Promise<void> {
      this.#done();
      await super.release();
    }

    #done(): void {
      if (this.#scope) this.#scope.open = false;
      if (!this.#release) return;
      try {
        this.#endLeftover();
      } finally {
        this.#release();
        this.#release = null;
      }
    }

    /** Where BEGIN or ROLLBACK failed: a transaction left open on the one connection would refuse every later one. */
    #endLeftover(): void {
      const handle = this.driver.databaseConnection as SqliteHandle;
      if (handle.inTransaction) handle.exec('ROLLBACK');
    }
  }

  const driver = dataSource.driver;
  driver.createQueryRunner = () =>
    new SerialRunner(driver as unknown as BetterSqlite3Driver) as QueryRunner;
  transactionScopes.set(dataSource, scopes);
  return dataSource;
}

const transactionScopes = new WeakMap<DataSource, AsyncLocalStorage<Scope>>();

/** Runs one transaction in a scope of its own, so that a stray query inside it is an error and not a wait for ever. */
export function inTransactionScope<T>(dataSource: DataSource, work: () => Promise<T>): Promise<T> {
  const scopes = transactionScopes.get(dataSource);
  if (!scopes) return work();
  if (scopes.getStore()?.open)
    return Promise.reject(new Error('a transaction inside a transaction'));
  return scopes.run({ open: false }, work);
}

/** A fair lock: callers get it in the order in which they asked. */
function makeLock(): () => Promise<() => void> {
  let tail: Promise<void> = Promise.resolve();
  return async () => {
    const before = tail;
    let release = (): void => undefined;
    tail = new Promise<void>((resolve) => {
      release = resolve;
    });
    await before;
    return release;
  };
}

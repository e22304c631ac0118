import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, type QueryRunner } from 'typeorm';
import {
  CommitOutcomeUnknownError,
  isConflict,
  isDuplicate,
  withCallSite,
} from './database-error.js';
import { type Answer, askMysql, type MysqlConnection } from './mysql-statement.js';
import { inTransactionScope } from './sqlite-serial.js';

export type SqlValue = string | number | null | Buffer;
export type Dialect = 'sqlite' | 'mysql';

/** Something that SQL can be read from. Placeholders are `?`; one text serves every dialect. */
export interface Queryable {
  readonly dialect: Dialect;
  query<Row extends object>(sql: string, parameters?: readonly SqlValue[]): Promise<Row[]>;
}

/** An open transaction. Everything that changes together is written through the same one. */
export interface Transaction extends Queryable {
  /** @returns the number of rows affected */
  execute(sql: string, parameters?: readonly SqlValue[]): Promise<number>;
  /** @returns false where a unique key refused the row: a duplicate is an answer here, not an error */
  insertUnlessDuplicate(sql: string, parameters?: readonly SqlValue[]): Promise<boolean>;
  /** Ends a SELECT whose rows will be changed: ' FOR UPDATE', or '' on SQLite, where transactions are serial anyway. */
  readonly forUpdate: string;
  /** Does something in the transaction when the work is done and before it is kept; what it throws undoes all of it. */
  beforeCommit(action: () => Promise<void>): void;
  /** Does something in this process once all of it is kept, or may be: never where it was rolled back. Must not throw. */
  afterCommit(action: () => void): void;
  /** For rarely used writes through entities. */
  readonly manager: EntityManager;
}

const MAX_TRIES = 6;
const FIRST_BACKOFF_MS = 4;
/**
 * From BEGIN to COMMIT. Readers of recent events look back half a minute, and an event's time is that of its transaction:
 * one that took longer could end a session that nobody hears of.
 */
const MAX_TRANSACTION_MS = 10_000;

/** Runs pieces of work whole or not at all. */
@Injectable()
export class Transactions {
  /** Longer ones are rolled back. A field for tests only. */
  maxTransactionMs = MAX_TRANSACTION_MS;

  constructor(private readonly dataSource: DataSource) {}

  /**
   * Commits what `work` did, or nothing. On a conflict with another transaction the whole of it runs again: nothing
   * outside the database may happen in it.
   * @throws CommitOutcomeUnknownError where the connection was lost during COMMIT
   */
  run<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.tryUntilDone(work, isConflict);
  }

  /**
   * Like run, and runs again also when nobody knows whether the COMMIT was kept. Only for work that recognises its own
   * earlier commit (by an id that was made before) and returns that outcome.
   */
  runRepeatable<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.tryUntilDone(
      work,
      (error) => isConflict(error) || error instanceof CommitOutcomeUnknownError,
    );
  }

  private async tryUntilDone<T>(
    work: (tx: Transaction) => Promise<T>,
    mayRunAgain: (error: unknown) => boolean,
  ): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await inTransactionScope(this.dataSource, () => this.once(work));
      } catch (error) {
        if (tries >= MAX_TRIES || !mayRunAgain(error)) throw error;
        await delay(FIRST_BACKOFF_MS * 2 ** tries * (0.5 + Math.random()));
      }
    }
  }

  private async once<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.startTransaction();
      const startedAt = performance.now();
      const isMysql = dialectOf(this.dataSource) === 'mysql';
      const tx = new OpenTransaction(
        runner,
        isMysql ? ((await runner.connect()) as MysqlConnection) : null,
      );
      const result = await work(tx);
      await tx.runBeforeCommit();
      if (performance.now() - startedAt > this.maxTransactionMs)
        throw new Error('a transaction that took longer than is allowed was rolled back');
      await this.commit(runner, tx);
      return result;
    } catch (error) {
      await abandon(runner);
      throw error;
    } finally {
      await runner.release();
    }
  }

  private async commit(runner: QueryRunner, tx: OpenTransaction): Promise<void> {
    try {
      await runner.commitTransaction();
    } catch (error) {
      if (isConflict(error)) throw error;
      tx.runAfterCommit();
      throw new CommitOutcomeUnknownError(error);
    }
    tx.runAfterCommit();
  }
}

/** Rolls back. A connection on which even that fails is thrown away, so that nobody inherits the open transaction. */
async function abandon(runner: QueryRunner): Promise<void> {
  if (!runner.isTransactionActive) return;
  try {
    await runner.rollbackTransaction();
  } catch {
    const connection: unknown = await runner.connect().catch(() => null);
    (connection as { destroy?: () => void } | null)?.destroy?.();
  }
}

export class OpenTransaction implements Transaction {
  readonly dialect: Dialect;
  readonly forUpdate: string;
  private readonly lastActions: (() => Promise<void>)[] = [];
  private readonly actions: (() => void)[] = [];

  /** @param connection the runner's own, where it is MySQL's */
  constructor(
    private readonly runner: QueryRunner,
    private readonly connection: MysqlConnection | null,
  ) {
    this.dialect = dialectOf(runner.dataSource);
    this.forUpdate = this.dialect === 'mysql' ? ' FOR UPDATE' : '';
  }

  beforeCommit(action: () => Promise<void>): void {
    this.lastActions.push(action);
  }

  async runBeforeCommit(): Promise<void> {
    for (const action of this.lastActions) await action();
  }

  afterCommit(action: () => void): void {
    this.actions.push(action);
  }

  runAfterCommit(): void {
    for (const action of this.actions) action();
  }

  get manager(): EntityManager {
    return this.runner.manager;
  }

  async query<Row extends object>(
    sql: string,
    parameters: readonly SqlValue[] = [],
  ): Promise<Row[]> {
    return (await this.ask(sql, parameters)).rows as Row[];
  }

  async execute(sql: string, parameters: readonly SqlValue[] = []): Promise<number> {
    return (await this.ask(sql, parameters)).affected;
  }

  async insertUnlessDuplicate(sql: string, parameters: readonly SqlValue[] = []): Promise<boolean> {
    try {
      await this.execute(sql, parameters);
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  private async ask(sql: string, parameters: readonly SqlValue[]): Promise<Answer> {
    try {
      if (this.connection)
        return await askMysql(this.runner.dataSource, this.connection, sql, parameters);
      const result = await this.runner.query(sql, [...parameters], true);
      return { rows: result.raw as object[], affected: result.affected ?? 0 };
    } catch (error) {
      throw withCallSite(error);
    }
  }
}

export function dialectOf(dataSource: DataSource): Dialect {
  return dataSource.options.type === 'better-sqlite3' ? 'sqlite' : 'mysql';
}

import { DataSource } from 'typeorm';
import type { Product } from '../support/product.js';
import type { FaultPlan } from './faulty-database.js';

type Work = (this: Statement, ...parameters: unknown[]) => unknown;

interface Statement {
  readonly source: string;
  run: Work;
  all: Work;
}

interface Handle {
  prepare(sql: string): Statement;
}

/** As better-sqlite3 reports: a code is all that the product may go by. */
function failure(code: string): Error {
  return Object.assign(new Error('injected'), { code });
}

/** Every statement of the process goes past the plan: both ways in which the driver executes one. */
export function breakSqlite(product: Product, plan: FaultPlan): () => Promise<void> {
  const { databaseConnection } = product.get(DataSource).driver as unknown as {
    databaseConnection: Handle;
  };
  const prototype = Object.getPrototypeOf(databaseConnection.prepare('SELECT 1')) as Statement;
  const { run, all } = prototype;
  const breaking = (work: Work): Work =>
    function (...parameters) {
      if (plan.isAway) throw failure('SQLITE_IOERR');
      const fault = plan.next(this.source);
      if (fault === 'deadlock' || fault === 'lock_wait') throw failure('SQLITE_BUSY');
      if (fault === 'not_done') throw failure('SQLITE_IOERR');
      const result = work.apply(this, parameters);
      if (fault === 'done') throw failure('SQLITE_IOERR');
      return result;
    };
  Object.assign(prototype, { run: breaking(run), all: breaking(all) });
  return () => {
    Object.assign(prototype, { run, all });
    return Promise.resolve();
  };
}

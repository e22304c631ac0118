import type { DatabaseKind } from '../support/databases.js';
import { createLiveTenant, type Product, startProduct } from '../support/product.js';
import { MysqlProxy } from './mysql-proxy.js';
import { breakSqlite } from './sqlite-breaker.js';

/**
 * How one statement goes wrong. `deadlock` and `lock_wait`: the database says no, and after a lock wait keeps the rest of
 * the transaction. `not_done`: it never arrived. `done`: it was done, and the answer got lost.
 */
export type Fault = 'deadlock' | 'lock_wait' | 'not_done' | 'done';

/** Watches the statements of a product that does one thing at a time, and lets one of them go wrong. */
export class FaultPlan {
  /** The statements of the last transaction that was begun, BEGIN and COMMIT included. */
  statements: string[] = [];
  /** Nothing works any more. */
  isAway = false;
  /** The next ROLLBACK does not arrive. */
  losesRollback = false;
  #armed: { readonly at: number; readonly fault: Fault } | null = null;

  /** From the next transaction on, once: the statement at `at`, counted from 0, which begins it. */
  arm(at: number, fault: Fault): void {
    this.#armed = { at, fault };
  }

  get hasStruck(): boolean {
    return this.#armed === null;
  }

  /** Whoever is about to do a statement asks what shall become of it. */
  next(sql: string): Fault | null {
    if (sql === 'ROLLBACK' && this.losesRollback) {
      this.losesRollback = false;
      return 'not_done';
    }
    if (/^(BEGIN|START TRANSACTION)/.test(sql)) this.statements = [];
    else if (
      this.statements.length === 0 ||
      /^(COMMIT|ROLLBACK)/.test(this.statements.at(-1) ?? '')
    )
      return null; // outside a transaction
    this.statements.push(sql);
    if (this.#armed?.at !== this.statements.length - 1) return null;
    const { fault } = this.#armed;
    this.#armed = null;
    return fault;
  }
}

export interface FaultyWorld {
  readonly product: Product;
  readonly plan: FaultPlan;
  close(): Promise<void>;
}

/** The whole product, with one live tenant, on a database that fails when the plan says so. */
export async function openFaultyWorld(kind: DatabaseKind): Promise<FaultyWorld> {
  const home = await kind.create();
  const plan = new FaultPlan();
  const proxy = kind.kind === 'mysql' ? await MysqlProxy.open(home.url, plan) : null;
  const product = await startProduct(kind, { databaseUrl: proxy?.url ?? home.url });
  const repair = proxy ? () => proxy.close() : breakSqlite(product, plan);
  await createLiveTenant(product);
  return {
    product,
    plan,
    async close() {
      await product.close();
      await repair();
      await home.drop();
    },
  };
}

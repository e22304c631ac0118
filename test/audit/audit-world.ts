import type { DataSource } from 'typeorm';
import { AuditReader, AuditService, type NewAuditEvent } from '../../src/audit/index.js';
import { AppConfig } from '../../src/config/index.js';
import { dataSourceOptions, openDataSource } from '../../src/database/data-source.js';
import { Clock, Database, Migrator, Transactions, uuidv7 } from '../../src/database/index.js';
import type { DatabaseKind } from '../support/databases.js';

/** 2026-11-24T00:00:00Z */
export const NOON = Date.UTC(2026, 10, 24, 12);
export const ACME = uuidv7(1);
export const GLOBEX = uuidv7(2);

export class TestClock extends Clock {
  constructor(public atMs = NOON) {
    super();
  }

  override nowMs(): number {
    return this.atMs;
  }
}

/** An empty log on a database of its own. */
export interface AuditWorld {
  readonly clock: TestClock;
  readonly dataSource: DataSource;
  readonly database: Database;
  readonly transactions: Transactions;
  readonly audit: AuditService;
  readonly reader: AuditReader;
  append(event?: Partial<NewAuditEvent>): Promise<string>;
  count(where?: string): Promise<number>;
  close(): Promise<void>;
}

export async function openAuditWorld(kind: DatabaseKind): Promise<AuditWorld> {
  const home = await kind.create();
  const config = AppConfig.read({ NODE_ENV: 'test', DATABASE_URL: home.url });
  const dataSource = await openDataSource(dataSourceOptions(config));
  await new Migrator(dataSource).run();
  const clock = new TestClock();
  const database = new Database(dataSource);
  const transactions = new Transactions(dataSource);
  const audit = new AuditService(clock);
  return {
    clock,
    dataSource,
    database,
    transactions,
    audit,
    reader: new AuditReader(clock),
    append: (event) => transactions.run((tx) => audit.append(tx, anEvent(event))),
    async count(where = '1 = 1') {
      const rows = await database.query<{ n: number }>(
        `SELECT count(*) AS n FROM audit_events WHERE ${where}`,
      );
      return Number(rows[0]?.n);
    },
    async close() {
      await dataSource.destroy();
      await home.drop();
    },
  };
}

/** A refused sign-in of B.Simon at Acme, but for what the test says. */
export function anEvent(event: Partial<NewAuditEvent> = {}): NewAuditEvent {
  return {
    tenantId: ACME,
    type: 'sign_in',
    outcome: 'refused',
    reason: 'user_suspended',
    actor: { kind: 'anonymous' },
    person: 'b.simon@contoso.example',
    origin: { ip: '203.0.113.9', userAgent: 'Mozilla/5.0', requestId: 'request-1' },
    ...event,
  };
}

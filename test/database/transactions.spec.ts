import { migrations } from '#migrations';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { AppConfig } from '../../src/config/index.js';
import { dataSourceOptions, openDataSource } from '../../src/database/data-source.js';
import { Database } from '../../src/database/database.js';
import { Migrator } from '../../src/database/migrator.js';
import { Transactions } from '../../src/database/transactions.js';
import { databases, type TestDatabase } from '../support/databases.js';

const INSERT =
  'INSERT INTO used_assertions (mark_hash, tenant_id, kind, arrival_id, used_at_ms, expires_at_ms) VALUES (?, ?, ?, ?, ?, ?)';

const NAMES = migrations.map(({ name }) => name);

describe.each(databases)('transactions on $kind', ({ create }) => {
  let home: TestDatabase;
  let dataSource: DataSource;
  let transactions: Transactions;
  let database: Database;

  beforeAll(async () => {
    home = await create();
    dataSource = await openDataSource(
      dataSourceOptions(AppConfig.read({ NODE_ENV: 'test', DATABASE_URL: home.url })),
    );
    transactions = new Transactions(dataSource);
    database = new Database(dataSource);
  });

  afterAll(async () => {
    await dataSource.destroy();
    await home.drop();
  });

  const marks = async (tenant: string): Promise<number> => {
    const rows = await database.query<{ n: number }>(
      'SELECT count(*) AS n FROM used_assertions WHERE tenant_id = ?',
      [tenant],
    );
    return Number(rows[0]?.n);
  };

  it('has every migration pending at first and none after they ran', async () => {
    const migrator = new Migrator(dataSource);
    expect((await migrator.status()).pending).toEqual(NAMES);
    expect(await migrator.run()).toEqual(NAMES);
    expect(await migrator.status()).toEqual({
      done: NAMES,
      pending: [],
      unknown: [],
    });
  });

  it('keeps all of it or nothing', async () => {
    await expect(
      transactions.run(async (tx) => {
        await tx.execute(INSERT, ['a', 'whole', 'request', 'x', 1, 2]);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await marks('whole')).toBe(0);
  });

  it('takes a duplicate for an answer and goes on in the same transaction', async () => {
    const answers = await transactions.run(async (tx) => [
      await tx.insertUnlessDuplicate(INSERT, ['b', 'twice', 'request', 'x', 1, 2]),
      await tx.insertUnlessDuplicate(INSERT, ['b', 'twice', 'request', 'x', 1, 2]),
      await tx.execute('UPDATE used_assertions SET expires_at_ms = 3 WHERE mark_hash = ?', ['b']),
    ]);
    expect(answers).toEqual([true, false, 1]);
    expect(await marks('twice')).toBe(1);
  });

  it('keeps 40 parallel transactions apart', async () => {
    await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        transactions
          .run(async (tx) => {
            await tx.execute(INSERT, [`p${n.toString()}`, 'parallel', 'request', 'x', 1, 2]);
            if (n % 2 === 1) throw new Error('odd');
          })
          .catch((error: unknown) => {
            expect((error as Error).message).toBe('odd');
          }),
      ),
    );
    expect(await marks('parallel')).toBe(20);
  });

  it('runs the whole again after a deadlock', async () => {
    await transactions.run(async (tx) => {
      for (const id of ['d1', 'd2'])
        await tx.execute(INSERT, [id, 'deadlock', 'request', 'x', 0, 2]);
    });
    const update = 'UPDATE used_assertions SET used_at_ms = used_at_ms + 1 WHERE mark_hash = ?';
    let arrived = 0;
    let open = (): void => undefined;
    const both = new Promise<void>((resolve) => (open = resolve));
    const work = (first: string, second: string) =>
      transactions.run(async (tx) => {
        await tx.execute(update, [first]);
        arrived += 1;
        if (arrived === 2 || tx.dialect === 'sqlite') open();
        await both;
        await tx.execute(update, [second]);
      });
    await Promise.all([work('d1', 'd2'), work('d2', 'd1')]);
    const rows = await database.query<{ n: number }>(
      "SELECT used_at_ms AS n FROM used_assertions WHERE tenant_id = 'deadlock'",
    );
    expect(rows.map((row) => row.n)).toEqual([2, 2]);
  });

  it('says so when a query strays out of an open transaction on the serial database', async () => {
    const stray = transactions.run(() => database.query('SELECT 1 AS one'));
    if (database.dialect === 'sqlite')
      await expect(stray).rejects.toThrow('outside the open transaction');
    else await expect(stray).resolves.toEqual([{ one: 1 }]);
  });

  it('hands bigint out as a number and text as it was written', async () => {
    await transactions.run((tx) =>
      tx.execute(INSERT, ['é', 'types', 'request', 'x', 1_795_478_400_123, 2]),
    );
    const rows = await database.query(
      "SELECT mark_hash AS mark, used_at_ms AS usedAtMs FROM used_assertions WHERE tenant_id = 'types'",
    );
    expect(rows).toEqual([{ mark: 'é', usedAtMs: 1_795_478_400_123 }]);
    expect(await database.query("SELECT 1 FROM used_assertions WHERE mark_hash = 'e'")).toEqual([]);
  });
});

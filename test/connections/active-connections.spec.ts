import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ActiveConnections, ConnectionsService } from '../../src/connections/index.js';
import { Database, type Queryable, type SqlValue, Transactions } from '../../src/database/index.js';
import { TenantsService } from '../../src/tenants/index.js';
import { databases } from '../support/databases.js';
import {
  BY_TEST,
  createLiveTenant,
  idpMetadata,
  type LiveTenant,
  type Product,
  StandingClock,
  startProduct,
} from '../support/product.js';
import { aForeignKey } from '../support/saml/index.js';

const MINUTE_MS = 60_000;

/** Counts what is really read. */
class Counting implements Queryable {
  count = 0;

  constructor(private readonly inner: Queryable) {}

  get dialect(): Queryable['dialect'] {
    return this.inner.dialect;
  }

  query<Row extends object>(sql: string, parameters?: readonly SqlValue[]): Promise<Row[]> {
    this.count += 1;
    return this.inner.query(sql, parameters);
  }
}

describe.each(databases)('the active connection of a request on $kind', (kind) => {
  const clock = new StandingClock(Date.UTC(2026, 10, 24));
  let product: Product;
  let live: LiveTenant;
  let database: Counting;

  beforeAll(async () => {
    product = await startProduct(kind, { clock });
    live = await createLiveTenant(product);
    database = new Counting(product.get(Database));
  });

  afterAll(() => product.close());

  const ofNow = async () => {
    const tenant = await product.get(TenantsService).get(product.get(Database), live.tenant.id);
    return product.get(ActiveConnections).find(database, tenant);
  };
  const readsOf = async (times: number) => {
    const before = database.count;
    for (let n = 0; n < times; n += 1) await ofNow();
    return database.count - before;
  };
  const set = (clockSkewSeconds: number) =>
    product
      .get(Transactions)
      .run((tx) =>
        product
          .get(ConnectionsService)
          .update(tx, live.tenant.id, live.connection.id, { clockSkewSeconds }, BY_TEST),
      );

  it('is read each time while two changes could bear the same time', async () => {
    expect(await readsOf(3)).toBe(3);
    await set(60);
    expect((await ofNow())?.clockSkewSeconds).toBe(60);
    await set(61);
    expect((await ofNow())?.clockSkewSeconds).toBe(61);
  });

  it('is read once after that, and is what the database holds', async () => {
    clock.atMs += 2 * MINUTE_MS;
    expect(await readsOf(4)).toBe(1);
    const { connection, tenant } = live;
    expect(await ofNow()).toEqual(
      await product.get(ConnectionsService).findActive(product.get(Database), tenant.id),
    );
    expect((await ofNow())?.id).toBe(connection.id);
  });

  it('is the new one at once when a setting, a key or the connection itself changes', async () => {
    clock.atMs += 2 * MINUTE_MS;
    await ofNow();
    await set(120);
    expect((await ofNow())?.clockSkewSeconds).toBe(120);

    clock.atMs += 2 * MINUTE_MS;
    await ofNow();
    await importing({ keys: [aForeignKey()] });
    expect((await ofNow())?.certificates.map(({ derBase64 }) => derBase64)).toEqual([
      aForeignKey().certificateBase64,
    ]);

    clock.atMs += 2 * MINUTE_MS;
    await ofNow();
    const other = await importing({ entityId: 'https://other.example.com/' });
    await product
      .get(Transactions)
      .run((tx) =>
        product.get(ConnectionsService).activate(tx, live.tenant.id, other.connection.id, BY_TEST),
      );
    expect((await ofNow())?.idpEntityId).toBe('https://other.example.com/');
  });

  const importing = (idp: Parameters<typeof idpMetadata>[0]) => {
    const connections = product.get(ConnectionsService);
    const metadata = connections.readMetadata(idpMetadata(idp));
    const wanted = { tenantId: live.tenant.id, metadata, metadataUrl: null };
    return product.get(Transactions).run((tx) => connections.importMetadata(tx, wanted, BY_TEST));
  };
});

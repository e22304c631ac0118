import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Connection, ConnectionsService } from '../../src/connections/index.js';
import { Database, type Transaction, Transactions } from '../../src/database/index.js';
import { TenantsService } from '../../src/tenants/index.js';
import { databases } from '../support/databases.js';
import { BY_TEST, idpMetadata, type Product, startProduct } from '../support/product.js';
import { aForeignKey, theIdpKey } from '../support/saml/index.js';

describe.each(databases)('connections of one tenant on $kind', (kind) => {
  let product: Product;
  let connections: ConnectionsService;
  let tenantId: string;
  let count = 0;

  beforeAll(async () => {
    product = await startProduct(kind);
    connections = product.get(ConnectionsService);
  });

  afterAll(() => product.close());

  beforeEach(async () => {
    count += 1;
    const subdomain = `t${count}`;
    const tenants = product.get(TenantsService);
    const made = await write((tx) => tenants.create(tx, { subdomain, name: 'T' }, BY_TEST));
    tenantId = made.id;
  });

  const write = <T>(work: (tx: Transaction) => Promise<T>) => product.get(Transactions).run(work);
  const imported = (entityId: string, keys = [theIdpKey()]) => {
    const metadata = connections.readMetadata(idpMetadata({ entityId, keys }));
    const wanted = { tenantId, metadata, metadataUrl: null };
    return write((tx) => connections.importMetadata(tx, wanted, BY_TEST));
  };
  const activated = ({ id }: Connection) =>
    write((tx) => connections.activate(tx, tenantId, id, BY_TEST));
  const all = () => connections.list(product.get(Database), tenantId);

  it('activated at the same moment, one is active in the end, and each step is on the record', async () => {
    const drafts = await Promise.all(
      ['a', 'b', 'c', 'd'].map((name) => imported(`https://${name}.example.com/`)),
    );
    await Promise.all(drafts.map(({ connection }) => activated(connection)));
    const states = (await all()).map((connection) => connection.state).sort();
    expect(states).toEqual(['active', 'retired', 'retired', 'retired']);
    const events = await product.query<{ type: string }>(
      "SELECT type FROM audit_events WHERE tenant_id = ? AND type = 'connection.activated'",
      [tenantId],
    );
    expect(events).toHaveLength(4);
  });

  it('imported at the same moment from one document, there is one', async () => {
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => imported('https://a.example.com/')));
    expect(outcomes.map(({ change }) => change).sort()).toEqual([
      ...['created', 'unchanged', 'unchanged', 'unchanged'],
    ]);
    expect(await all()).toHaveLength(1);
  });

  it('keep the order of the document’s certificates, which is that in which they are tried', async () => {
    const [one, two] = [theIdpKey(), aForeignKey()];
    await imported('https://a.example.com/', [one]);
    const { connection } = await imported('https://a.example.com/', [two, one]);
    expect(connection.certificates.map((each) => [each.derBase64, each.position])).toEqual([
      [two.certificateBase64, 0],
      [one.certificateBase64, 1],
    ]);
    const { change } = await imported('https://a.example.com/', [one, two]);
    expect(change).toBe('unchanged');
  });

  it('are nobody else’s', async () => {
    const { connection } = await imported('https://a.example.com/');
    const tenants = product.get(TenantsService);
    const other = await write((tx) =>
      tenants.create(tx, { subdomain: `other${count}`, name: 'O' }, BY_TEST),
    );
    const stolen = write((tx) => connections.activate(tx, other.id, connection.id, BY_TEST));
    await expect(stolen).rejects.toMatchObject({ code: 'connection_unknown' });
    await expect(
      write((tx) => connections.update(tx, other.id, connection.id, { name: 'x' }, BY_TEST)),
    ).rejects.toMatchObject({ code: 'connection_unknown' });
  });

  it('change together with their event, or not at all', async () => {
    const { connection } = await imported('https://a.example.com/');
    const failing = write(async (tx) => {
      await connections.update(tx, tenantId, connection.id, { name: 'New' }, BY_TEST);
      await connections.activate(tx, tenantId, connection.id, BY_TEST);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await all()).toEqual([connection]);
  });

  it('let accounts be adopted by their name for at most the days that were said', async () => {
    const { connection } = await imported('https://a.example.com/');
    const nowMs = product.clock.nowMs();
    const open = await write((tx) =>
      connections.update(tx, tenantId, connection.id, { adoptsByUpnDays: 30 }, BY_TEST),
    );
    const days = ((open.adoptsByUpnUntilMs ?? 0) - nowMs) / 86_400_000;
    expect(Math.round(days)).toBe(30);
    expect(open.version).toBe(1); // whoever is signing in goes on
    const closed = await write((tx) =>
      connections.update(tx, tenantId, connection.id, { adoptsByUpnDays: 0 }, BY_TEST),
    );
    expect(closed.adoptsByUpnUntilMs).toBeNull();
  });
});

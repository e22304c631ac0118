import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ConnectionsService, ExpiryWarnings } from '../../src/connections/index.js';
import { Database, Transactions } from '../../src/database/index.js';
import { CleanUp } from '../../src/operations/index.js';
import { Metrics } from '../../src/telemetry/index.js';
import { AttackDrills, type Tenant, TenantsService } from '../../src/tenants/index.js';
import { databases } from '../support/databases.js';
import {
  BY_TEST,
  idpMetadata,
  type Product,
  StandingClock,
  startProduct,
} from '../support/product.js';
import { ACME, aSigningKey } from '../support/saml/index.js';
import { addressedTo, answerTo, postResponse, startSignIn } from '../support/sign-in.js';

const TEN_MINUTES_MS = 600_000;

describe.each(databases)('the tenant of a drill, on $kind,', (kind) => {
  const clock = new StandingClock(ACME.nowMs);
  let product: Product;
  let drill: Tenant;

  beforeAll(async () => {
    product = await startProduct(kind, { clock });
  });

  afterAll(() => product.close());

  /** As `doctor --attack` opens it, and with a key that ends with it. */
  beforeEach(async () => {
    await product.get(CleanUp).run();
    const key = aSigningKey({ notAfterMs: clock.atMs + TEN_MINUTES_MS });
    const connections = product.get(ConnectionsService);
    const metadata = connections.readMetadata(idpMetadata({ keys: [key] }));
    drill = await product.get(Transactions).run(async (tx) => {
      const tenant = await product.get(AttackDrills).open(tx, BY_TEST);
      const wanted = { tenantId: tenant.id, metadata, metadataUrl: null };
      const { connection } = await connections.importMetadata(tx, wanted, BY_TEST);
      await connections.activate(tx, tenant.id, connection.id, BY_TEST);
      return tenant;
    });
    theKey = key;
  });

  let theKey = aSigningKey();

  const signInAfter = async (ms: number) => {
    const client = product.client(drill.subdomain);
    const { requestId } = await startSignIn(client);
    clock.atMs += ms;
    const options = { ...addressedTo(drill.subdomain), key: theKey, nowMs: clock.atMs };
    return postResponse(client, answerTo(requestId, options));
  };
  const count = async (table: string): Promise<number> => {
    const sql = `SELECT count(*) AS n FROM ${table} WHERE tenant_id = ?`;
    return Number((await product.query<{ n: number | string }>(sql, [drill.id]))[0]?.n);
  };

  it('signs people in for ten minutes, without any role, and not a millisecond longer', async () => {
    expect((await signInAfter(TEN_MINUTES_MS - 1)).status).toBe(303);
    expect([await count('users'), await count('user_roles')]).toEqual([1, 0]);
    const late = await product.client(drill.subdomain).get('/site/login');
    expect(late.status).toBe(302);
    clock.atMs += 1;
    expect((await product.client(drill.subdomain).get('/site/login')).status).toBe(404);
  });

  it('signs nobody in whose response was on its way when the time was over', async () => {
    const tenants = product.get(TenantsService);
    const find = tenants.findBySubdomain.bind(tenants);
    tenants.findBySubdomain = async (...args) => {
      const found = await find(...args);
      if (clock.atMs === almost) clock.atMs += 1; // the host was found a moment before
      return found;
    };
    const almost = clock.atMs + TEN_MINUTES_MS - 1;
    const answer = await signInAfter(TEN_MINUTES_MS - 1);
    tenants.findBySubdomain = find;
    expect([answer.status, await count('sessions')]).toEqual([403, 0]);
    const [event] = await product.query<{ reason: string }>(
      "SELECT reason FROM audit_events WHERE tenant_id = ? AND type = 'sign_in' ORDER BY id DESC LIMIT 1",
      [drill.id],
    );
    expect(event?.reason).toBe('connection_inactive');
  });

  it('is one at a time', async () => {
    const open = () =>
      product.get(Transactions).run((tx) => product.get(AttackDrills).open(tx, BY_TEST));
    await expect(open()).rejects.toMatchObject({ code: 'drill_under_way' });
    clock.atMs += TEN_MINUTES_MS;
    expect((await open()).id).toBe(drill.id);
    clock.atMs += TEN_MINUTES_MS;
  });

  it('is no customer: no list, no warning of its key, no count of its refusals', async () => {
    const tenants = await product.get(TenantsService).list(product.get(Database));
    expect(tenants.map(({ subdomain }) => subdomain)).not.toContain(drill.subdomain);
    await product.get(ExpiryWarnings).run();
    const before = await product
      .get(Metrics)
      .registry.getSingleMetricAsString('imagen_sso_sign_ins_total');
    expect((await signInAfter(0)).status).toBe(303);
    const client = product.client(drill.subdomain);
    expect(
      (await postResponse(client, answerTo('_none', addressedTo(drill.subdomain)))).status,
    ).toBe(403);
    expect(
      await product.get(Metrics).registry.getSingleMetricAsString('imagen_sso_sign_ins_total'),
    ).toBe(before);
    const warnings = "SELECT id FROM audit_events WHERE type = 'certificate.expiring'";
    expect(await product.query(warnings)).toEqual([]);
    clock.atMs += TEN_MINUTES_MS;
  });

  it('goes by itself where whoever opened it died, all but its events', async () => {
    expect((await signInAfter(0)).status).toBe(303);
    const events = await count('audit_events');
    expect(await product.get(CleanUp).run()).toBe(0);
    clock.atMs += TEN_MINUTES_MS;
    expect(await product.get(CleanUp).run()).toBeGreaterThanOrEqual(3);
    for (const table of [
      'users',
      'sessions',
      'memberships',
      'idp_groups',
      'connections',
      'connection_certificates',
    ])
      expect([table, await count(table)]).toEqual([table, 0]);
    expect(await count('audit_events')).toBe(events + 1);
    expect(await product.get(CleanUp).run()).toBe(0);
  });
});

it.each(databases)('a customer of that name is left alone, on $kind', async (kind) => {
  const product = await startProduct(kind);
  const transactions = product.get(Transactions);
  await transactions.run((tx) =>
    product.get(TenantsService).create(tx, { subdomain: 'attack-drill', name: 'A' }, BY_TEST),
  );
  const open = transactions.run((tx) => product.get(AttackDrills).open(tx, BY_TEST));
  await expect(open).rejects.toMatchObject({ code: 'drill_subdomain_taken' });
  await product.close();
});

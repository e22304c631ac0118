import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Connection, ConnectionsService } from '../../src/connections/index.js';
import { Database, Transactions } from '../../src/database/index.js';
import { type Tenant, TenantsService } from '../../src/tenants/index.js';
import { MappingRulesService, UsersProvision, UsersSuspend } from '../../src/users/index.js';
import { type ApiWorld, openApiWorld } from '../support/api-world.js';
import { databases } from '../support/databases.js';
import type { HttpClient } from '../support/http-client.js';
import { BY_TEST } from '../support/product.js';
import { DISPLAY_NAME, OBJECT_ID } from '../support/users-world.js';

describe.each(databases)('the administrator’s pages on $kind', (kind) => {
  let world: ApiWorld;
  let admin: HttpClient;

  beforeAll(async () => {
    world = await openApiWorld(kind);
    admin = await world.signedIn('oid-0');
    await world.makeAdministrator('oid-0');
  });

  afterAll(() => world.product.close());

  it.each(['/admin/users', '/admin/connection', '/admin/audit'])(
    '%s: for administrators alone',
    async (path) => {
      const stranger = await world.product.client('acme').get(path);
      expect([stranger.status, stranger.headers.location]).toEqual([
        303,
        `/site/login?returnTo=${encodeURIComponent(path)}`,
      ]);
      const viewer = await world.signedIn('oid-1');
      await world.makeEditor('oid-1');
      expect((await viewer.get(path)).status).toBe(403);
      const answer = await admin.get(path);
      expect([answer.status, answer.headers['cache-control']]).toEqual([200, 'no-store']);
      expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    },
  );

  it('lists people, searches them, and shows one', async () => {
    const all = (await admin.get('/admin/users')).text;
    for (const n of [2, 3, 4]) expect(all).toContain(`Person ${n.toString()}`);
    const found = (await admin.get('/admin/users?q=PERSON3')).text;
    expect(found).toContain('Person 3');
    expect(found).not.toContain('Person 2');
    const page = (await admin.get(`/admin/users/${await world.userId('oid-2')}`)).text;
    for (const text of ['person2@mail.example', 'oid-2', 'even', 'viewer'])
      expect(page).toContain(text);
  });

  it('lists people by role and by state', async () => {
    const of = async (query: string) => namesIn((await admin.get(`/admin/users?${query}`)).text);
    expect(await of('role=administrator')).toEqual(['Person 0']);
    expect(await of('role=viewer&state=active')).toEqual([0, 1, 2, 3, 4, 5, 6].map(name));
    await suspend(world, 'oid-6');
    expect(await of('state=suspended')).toEqual(['Person 6']);
    expect(await of('state=suspended&role=administrator')).toEqual([]);
  });

  it('pages through people: each once', async () => {
    for (let n = 100; n < 150; n += 1) await addPerson(world, n);
    const first = (await admin.get('/admin/users')).text;
    const next = /href="(\/admin\/users\?cursor=[^"]+)"/.exec(first)?.[1] ?? '';
    const second = (await admin.get(next)).text;
    const names = [...namesIn(first), ...namesIn(second)];
    expect(namesIn(first)).toHaveLength(50);
    expect(names).toHaveLength(57);
    expect(new Set(names).size).toBe(57);
    expect(second).not.toContain('?cursor=');
  });

  it.each(['x', 'W10', encode(['a', 'b', 'c']), encode(['', 1]), encode(['name', 'id'])])(
    'starts again where the cursor is %s',
    async (cursor) => {
      const answer = await admin.get(`/admin/users?role=viewer&cursor=${cursor}`);
      expect([answer.status, answer.headers.location]).toEqual([303, '/admin/users?role=viewer']);
    },
  );

  it('shows in the form what is in force, and nothing that is typed as markup', async () => {
    const odd = encodeURIComponent(`"><script>alert(1)</script>`);
    const { text } = await admin.get(`/admin/users?q=${odd}&state=${odd}&role=operator&q2=${odd}`);
    expect(text).not.toContain('<script>alert');
    expect(text).not.toContain('operator');
    expect((await admin.get('/admin/users?q=a&q=b')).status).toBe(200);
  });

  it('shows where a role comes from, how a group is called, and which sessions there are', async () => {
    const { product, tenantIds } = world;
    await product
      .get(Transactions)
      .run((tx) =>
        product
          .get(MappingRulesService)
          .add(
            tx,
            tenantIds.acme,
            { source: 'group', value: 'even', role: 'editor', label: 'Even people' },
            BY_TEST,
          ),
      );
    const { text } = await admin.get(`/admin/users/${await world.userId('oid-0')}`);
    expect(text).not.toContain('<bdi class="cell-second"></bdi>');
    for (const words of [
      'administrator',
      'Granted by hand',
      'at sign-in',
      'Even people',
      '127.0.0.1',
    ])
      expect(text).toContain(words);
  });

  it('puts on the record who looked at whose sign-ins', async () => {
    const id = await world.userId('oid-3');
    await admin.get(`/admin/users/${id}`);
    const [event] = await world.product.query<{ actorId: string; details: string }>(
      "SELECT actor_id AS actorId, details FROM audit_events WHERE type = 'audit.read' ORDER BY id DESC LIMIT 1",
    );
    expect(event?.actorId).toBe(await world.userId('oid-0'));
    expect(JSON.parse(event?.details ?? '')).toEqual({
      filters: { personId: id, type: 'sign_in' },
      count: 1,
    });
  });

  it('shows nobody of another tenant', async () => {
    const foreign = await world.userId('globex-0');
    expect((await admin.get('/admin/users')).text).not.toContain(foreign);
    for (const id of [foreign, 'none', "' OR 1=1 --", '..%2f..%2f'])
      expect((await admin.get(`/admin/users/${encodeURIComponent(id)}`)).status).toBe(404);
    const globex = world.product.client('globex');
    for (const cookie of admin.cookieNames()) globex.setCookie(cookie, admin.cookie(cookie) ?? '');
    expect((await globex.get('/admin/users')).status).toBe(303); // to globex's own sign-in
  });

  it('shows the connection with our own values to paste', async () => {
    const { text } = await admin.get('/admin/connection');
    expect(text).toContain('https://sts.windows.net/');
    expect(text).toContain('https://acme.imagencloud.com/sp-entityid');
    expect(text).toContain(
      'https://acme.imagencloud.com/saml/module.php/saml/sp/saml2-acs.php/imagenweb',
    );
    expect(text).toContain('Even people');
  });
});

function name(n: number): string {
  return `Person ${n.toString()}`;
}

function namesIn(page: string): string[] {
  return [...page.matchAll(/<a href="\/admin\/users\/[^"]+"><bdi>([^<]+)<\/bdi>/g)].map(
    ([, text = '']) => text,
  );
}

function encode(parts: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

async function suspend(world: ApiWorld, stableId: string): Promise<void> {
  const id = await world.userId(stableId);
  await world.product
    .get(Transactions)
    .run((tx) => world.product.get(UsersSuspend).suspend(tx, world.tenantIds.acme, id, BY_TEST));
}

async function addPerson(world: ApiWorld, n: number): Promise<void> {
  const { tenant, connection } = await liveTenant(world);
  await world.product.get(Transactions).run(async (tx) => {
    const decision = await world.product.get(UsersProvision).provision(tx, {
      tenant,
      connection,
      claims: {
        attributes: new Map([
          [OBJECT_ID, [`oid-${n.toString()}`]],
          [DISPLAY_NAME, [name(n)]],
        ]),
        nameId: null,
      },
      nowMs: Date.now(),
      origin: BY_TEST.origin,
    });
    expect(decision.accepted).toBe(true);
  });
}

async function liveTenant(world: ApiWorld): Promise<{ tenant: Tenant; connection: Connection }> {
  const database = world.product.get(Database);
  const connection = await world.product
    .get(ConnectionsService)
    .findActive(database, world.tenantIds.acme);
  if (!connection) throw new Error('no active connection');
  return {
    tenant: await world.product.get(TenantsService).get(database, world.tenantIds.acme),
    connection,
  };
}

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApiKeysService } from '../../src/api-keys/index.js';
import { Transactions } from '../../src/database/index.js';
import { operations } from '../../src/api/openapi/operations.js';
import { type ApiWorld, openApiWorld } from '../support/api-world.js';
import { databases } from '../support/databases.js';
import type { Answer } from '../support/http-client.js';
import { BY_TEST } from '../support/product.js';

const ALL = ['users:read', 'groups:read', 'roles:read', 'audit:read'] as const;
const NOBODY = '019a2b3c-4d5e-7f60-8a1b-2c3d4e5f6071';
const paths = operations.map(({ path }) => filled(path, NOBODY));

describe.each(databases)('who may call the API on $kind', (kind) => {
  let world: ApiWorld;
  let key: string;
  let refused: readonly (string | null)[];

  beforeAll(async () => {
    world = await openApiWorld(kind);
    key = await world.key('acme', ALL);
    const [expired, revoked] = [await world.key('acme', ALL), await world.key('acme', ALL)];
    await world.product.get(Transactions).run(async (tx) => {
      await tx.execute('UPDATE api_keys SET expires_at_ms = ? WHERE id = ?', [
        Date.now() - 1,
        idOf(expired),
      ]);
      await world.product.get(ApiKeysService).revoke(tx, idOf(revoked), BY_TEST);
    });
    const foreign = await world.key('globex', ALL);
    const swapped = key.slice(0, 40) + foreign.slice(40);
    refused = [
      null,
      foreign,
      expired,
      revoked,
      swapped,
      `${key}x`,
      key.slice(0, -1),
      'imgsso_',
      '',
    ];
  });

  afterAll(() => world.product.close());

  it.each(paths)('%s: nobody without a key, or with one that does not open it', async (path) => {
    for (const bad of refused) {
      const answer = await world.get(path, bad);
      expect(answer.status).toBe(401);
      expect(codeOf(answer)).toBe(bad === null ? 'not_signed_in' : 'api_key_refused');
      expect(answer.headers['www-authenticate']).toBe('Bearer realm="imagen-sso"');
      expectProblem(answer, path);
    }
  });

  it('says the same of every key that does not open it', async () => {
    const bodies = await Promise.all(
      refused.slice(1).map(async (bad) => {
        const body = (await world.get('/api/v1/users', bad)).json() as object;
        return { ...body, requestId: '' };
      }),
    );
    for (const body of bodies) expect(body).toEqual(bodies[0]);
  });

  it.each(operations)('$path needs $scope, and no other scope', async ({ path, scope }) => {
    const others = await world.key(
      'acme',
      ALL.filter((one) => one !== scope),
    );
    const without = await world.get(filled(path, NOBODY), others);
    expect([without.status, codeOf(without)]).toEqual([403, 'scope_missing']);
    const alone = await world.get(filled(path, NOBODY), await world.key('acme', [scope]));
    expect(alone.status).toBe(path.includes('{id}') ? 404 : 200);
  });

  it('a key of all tenants reads each on its own host', async () => {
    const everywhere = await world.key(null, ALL);
    const count = async (subdomain: string) =>
      (
        (await world.get('/api/v1/users', everywhere, subdomain)).json() as {
          items: readonly unknown[];
        }
      ).items.length;
    expect([await count('globex'), await count('acme')]).toEqual([1, 7]);
  });

  it('an administrator’s session reads; those of others do not', async () => {
    const client = await world.signedIn('oid-5');
    await world.makeEditor('oid-5');
    for (const path of paths) {
      const answer = await client.get(path);
      expect([answer.status, codeOf(answer)]).toEqual([403, 'role_missing']);
    }
    await world.makeAdministrator('oid-5');
    for (const path of paths)
      expect((await client.get(path)).status).toBe(path.includes(NOBODY) ? 404 : 200);
  });

  it('a bad key is not saved by a good session', async () => {
    const client = await world.signedIn('oid-4');
    await world.makeAdministrator('oid-4');
    for (const authorization of [`Bearer ${key}x`, 'Basic eDp5', 'Bearer', `Bearer ${key}, x`])
      expect((await client.get('/api/v1/users', { authorization })).status).toBe(401);
  });

  it('pages of other hosts cannot make an administrator’s browser read', async () => {
    const client = await world.signedIn('oid-3');
    await world.makeAdministrator('oid-3');
    const from = (site: string, mode: string) =>
      client.get('/api/v1/audit-events', { 'sec-fetch-site': site, 'sec-fetch-mode': mode });
    for (const site of ['same-site', 'cross-site']) {
      const answer = await from(site, 'no-cors');
      expect([answer.status, codeOf(answer)]).toEqual([403, 'cross_origin']);
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    }
    expect((await from('same-origin', 'cors')).status).toBe(200);
    expect((await from('cross-site', 'navigate')).status).toBe(200); // a link in a ticket
  });

  it('what is another tenant’s is not there', async () => {
    const idIn = async (table: string) =>
      (
        await world.product.query<{ id: string }>(`SELECT id FROM ${table} WHERE tenant_id = ?`, [
          world.tenantIds.globex,
        ])
      )[0]?.id ?? '';
    const ids: Readonly<Record<string, string>> = {
      users: await idIn('users'),
      groups: await idIn('idp_groups'),
      'audit-events': await idIn('audit_events'),
    };
    for (const { path } of operations.filter((operation) => operation.path.includes('{id}'))) {
      const id = ids[path.split('/')[3] ?? ''] ?? '';
      expect(id).not.toBe('');
      const answer = await world.get(filled(path, id), key);
      const unknown = await world.get(filled(path, NOBODY), key);
      const told = ({ text }: Answer) =>
        text.replaceAll(id, NOBODY).replace(/"requestId":"[^"]+"/, '');
      expect([answer.status, told(answer)]).toEqual([404, told(unknown)]);
    }
    for (const filter of [`id=${ids['users'] ?? ''}`, `group=${ids['groups'] ?? ''}`]) {
      const answer = await world.get(`/api/v1/users?${filter}`, key);
      expect(answer.json()).toEqual({ items: [], nextCursor: null });
    }
    const mine = await world.get(`/api/v1/audit-events?personId=${ids['users'] ?? ''}`, key);
    expect(mine.json()).toMatchObject({ items: [] });
  });

  it.each(['/api/v1/users', '/api/docs', '/api/openapi.json'])(
    'shows the one page of unknown hosts for %s',
    async (path) => {
      const answer = await world.get(path, key, 'nobody');
      expect(answer.status).toBe(404);
      expect(answer.text).toBe((await world.get('/site/login', null, 'nobody')).text);
    },
  );
});

function filled(path: string, id: string): string {
  return path.replace('{id}', id).replace('{role}', 'viewer');
}

function idOf(key: string): string {
  const hex = key.slice('imgsso_'.length, 'imgsso_'.length + 32);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function codeOf(answer: Answer): string {
  return (answer.json() as { code: string }).code;
}

function expectProblem(answer: Answer, path: string): void {
  expect(answer.headers).toMatchObject({
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  expect(answer.json()).toMatchObject({
    type: `/api/docs#problem-${codeOf(answer).replaceAll('_', '-')}`,
    status: answer.status,
    instance: path,
    requestId: answer.headers['x-request-id'],
  });
}

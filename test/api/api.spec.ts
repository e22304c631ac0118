import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { openApiDocument } from '../../src/api/openapi/document.js';
import { operations } from '../../src/api/openapi/operations.js';
import { type ApiWorld, openApiWorld } from '../support/api-world.js';
import { databases } from '../support/databases.js';
import { signIn } from '../support/sign-in.js';

interface List {
  readonly items: readonly { readonly id: string; readonly [field: string]: unknown }[];
  readonly nextCursor: string | null;
}

const ALL = ['users:read', 'groups:read', 'roles:read', 'audit:read'] as const;
const NOBODY = '019a2b3c-4d5e-7f60-8a1b-2c3d4e5f6071';

describe.each(databases)('the API on $kind', (kind) => {
  let world: ApiWorld;
  let key: string;

  beforeAll(async () => {
    world = await openApiWorld(kind);
    key = await world.key('acme', ALL);
  });

  afterAll(() => world.product.close());

  const list = async (path: string): Promise<List> => (await world.get(path, key)).json() as List;
  const names = async (query: string): Promise<string[]> =>
    (await list(`/api/v1/users?${query}`)).items
      .map(({ displayName }) => String(displayName))
      .toSorted();

  it('lists the people of its tenant alone', async () => {
    expect(await names('')).toEqual([0, 1, 2, 3, 4, 5, 6].map((n) => `Person ${n.toString()}`));
  });

  it('finds people by each filter, and by several at once', async () => {
    const id = await world.userId('oid-3');
    expect(await names(`id=${id}`)).toEqual(['Person 3']);
    expect(await names('subject=PERSON3@acme.example')).toEqual(['Person 3']);
    expect(await names('email=person4@mail.example')).toEqual(['Person 4']);
    expect(await names('q=person5')).toEqual(['Person 5']);
    expect(await names('group=even')).toEqual(['Person 0', 'Person 2', 'Person 4', 'Person 6']);
    expect(await names('group=nobody')).toEqual([]);
    expect(await names('role=viewer&state=active')).toHaveLength(7);
    expect(await names('role=editor')).toEqual([]);
    expect(await names('group=even&q=person2')).toEqual(['Person 2']);
    expect(await names('changedSince=2020-01-01T00:00:00Z')).toHaveLength(7);
    expect(await names('changedSince=2100-01-01T00:00:00%2B01:00')).toEqual([]);
  });

  it.each([
    '/api/v1/users',
    '/api/v1/users?changedSince=2020-01-01T00:00:00Z',
    '/api/v1/users?q=person',
    '/api/v1/groups',
    '/api/v1/roles/viewer/members',
    '/api/v1/audit-events?type=sign_in',
  ])('walks all pages of %s and misses and repeats nothing', async (path) => {
    const separator = path.includes('?') ? '&' : '?';
    const whole = (await list(`${path}${separator}limit=200`)).items.map(({ id }) => id);
    const walked: string[] = [];
    let next: string | null = `${path}${separator}limit=2`;
    while (next !== null) {
      const answer = await world.get(next, key);
      walked.push(...(answer.json() as List).items.map(({ id }) => id));
      const link = /^<https:\/\/acme\.imagencloud\.com(\/[^>]+)>; rel="next"$/.exec(
        answer.headers.link as string,
      );
      next = link?.[1] ?? null;
    }
    expect(walked).toEqual(whole);
    expect(new Set(walked).size).toBe(walked.length);
  });

  it('tells a user’s groups and roles, a group’s members', async () => {
    const id = await world.userId('oid-2');
    expect((await world.get(`/api/v1/users/${id}`, key)).json()).toMatchObject({
      displayName: 'Person 2',
      groups: ['all', 'even'],
    });
    expect((await world.get(`/api/v1/users/${id}/groups`, key)).json()).toMatchObject({
      known: true,
      items: [{ value: 'all' }, { value: 'even' }],
    });
    expect((await world.get(`/api/v1/users/${id}/roles`, key)).json()).toEqual({
      effective: ['viewer'],
      mapped: ['viewer'],
      manual: [],
    });
    const [group] = (await list('/api/v1/groups?value=even')).items;
    expect((await list(`/api/v1/groups/${group?.id ?? ''}/members`)).items).toHaveLength(4);
    expect((await world.get(`/api/v1/groups/${group?.id ?? ''}`, key)).json()).toMatchObject({
      value: 'even',
    });
  });

  it('tells what happened, and puts the reading on the record', async () => {
    const { items } = await list(
      '/api/v1/audit-events?type=sign_in&outcome=accepted&person=person1@acme.example',
    );
    expect(items).toHaveLength(1);
    expect(
      (
        await list(
          `/api/v1/audit-events?reference=${String(items[0]?.['reference']).toLowerCase()}`,
        )
      ).items,
    ).toEqual(items);
    const reads = await list('/api/v1/audit-events?type=audit.read');
    expect(reads.items[0]).toMatchObject({ actor: { kind: 'api_key', label: 'test' } });
  });

  it('answers 304 while nothing changed', async () => {
    const first = await world.get('/api/v1/users', key);
    const again = await world.get('/api/v1/users', key, 'acme', {
      'if-none-match': `W/"x", ${first.headers.etag ?? ''}`,
    });
    expect([again.status, again.text]).toEqual([304, '']);
    expect(first.headers['cache-control']).toBe('private, no-cache');
  });

  describe('who may call', () => {
    const paths = operations.map(({ path }) =>
      path.replace('{id}', NOBODY).replace('{role}', 'viewer'),
    );

    it.each(paths)('%s: nobody without a key, a foreign key or a broken one', async (path) => {
      const foreign = await world.key('globex', ALL);
      for (const bad of [null, foreign, `${key}x`, key.slice(0, -1), 'imgsso_', '']) {
        const answer = await world.get(path, bad);
        expect(answer.status).toBe(401);
        expect(answer.headers['content-type']).toBe('application/problem+json');
        expect(answer.headers['cache-control']).toBe('no-store');
      }
    });

    it.each(operations)('$path needs $scope', async ({ path, scope }) => {
      const others = await world.key(
        'acme',
        ALL.filter((one) => one !== scope),
      );
      const answer = await world.get(
        path.replace('{id}', NOBODY).replace('{role}', 'viewer'),
        others,
      );
      expect([answer.status, (answer.json() as { code: string }).code]).toEqual([
        403,
        'scope_missing',
      ]);
    });

    it('a key of all tenants reads each on its own host', async () => {
      const everywhere = await world.key(null, ALL);
      expect(
        ((await world.get('/api/v1/users', everywhere, 'globex')).json() as List).items,
      ).toHaveLength(1);
      expect(
        ((await world.get('/api/v1/users', everywhere, 'acme')).json() as List).items,
      ).toHaveLength(7);
    });

    it('an administrator’s session reads, another person’s does not', async () => {
      const client = await world.signedIn('oid-5');
      expect((await client.get('/api/v1/users')).status).toBe(403);
      await world.makeAdministrator('oid-5');
      expect((await client.get('/api/v1/users')).status).toBe(200);
    });

    it('what is another tenant’s is not there', async () => {
      const foreignUser = await world.userId('globex-0');
      const [group] = await world.product.query<{ id: string }>(
        'SELECT id FROM idp_groups WHERE tenant_id = ?',
        [world.tenantIds.globex],
      );
      const [event] = await world.product.query<{ id: string }>(
        'SELECT id FROM audit_events WHERE tenant_id = ?',
        [world.tenantIds.globex],
      );
      const ids = { users: foreignUser, groups: group?.id, 'audit-events': event?.id };
      for (const { path } of operations.filter((operation) => operation.path.includes('{id}'))) {
        const kindOfThing = path.split('/')[3] as keyof typeof ids;
        const answer = await world.get(path.replace('{id}', ids[kindOfThing] ?? ''), key);
        const unknown = await world.get(path.replace('{id}', NOBODY), key);
        expect(answer.status).toBe(404);
        expect((answer.json() as { title: string }).title).toBe(
          (unknown.json() as { title: string }).title,
        );
      }
    });
  });

  it.each([
    ['/api/v1/users?limit=0', 'limit'],
    ['/api/v1/users?limit=201', 'limit'],
    ['/api/v1/users?stat=active', 'stat'],
    ['/api/v1/users?state=gone', 'state'],
    ['/api/v1/users?role=operator', 'role'],
    ['/api/v1/users?id=1%27%20OR%201=1', 'id'],
    ['/api/v1/users?changedSince=yesterday', 'changedSince'],
    ['/api/v1/users?changedSince=2026-11-24T14:05:09', 'changedSince'],
    ['/api/v1/users?email=a&email=b', 'email'],
    ['/api/v1/audit-events?ip=1', 'ip'],
    ['/api/v1/audit-events?type=nothing', 'type'],
  ])('%s: names %s as the mistake', async (path, pointer) => {
    const answer = await world.get(path, key);
    expect(answer.status).toBe(400);
    expect(answer.json()).toMatchObject({ code: 'query_malformed', errors: [{ pointer }] });
  });

  it.each(["x' OR '1'='1", '%', '_', '\\', 'person0%'])('takes %j for a text', async (value) => {
    expect(await names(`q=${encodeURIComponent(value)}`)).toEqual([]);
    expect(await names(`group=${encodeURIComponent(value)}`)).toEqual([]);
  });

  it.each(['x', 'W10', Buffer.from('["a"]').toString('base64url')])(
    'refuses the cursor %s',
    async (cursor) => {
      expect((await world.get(`/api/v1/users?cursor=${cursor}`, key)).status).toBe(400);
    },
  );

  it('follows a change by changedSince', async () => {
    const since = new Date().toISOString();
    await signIn(world.product.client('acme'), {
      objectId: 'oid-6',
      upn: 'person6@acme.example',
      mail: 'moved@mail.example',
      displayName: 'Person 6',
      groups: ['all'],
    });
    expect(await names(`changedSince=${since}`)).toEqual(['Person 6']);
  });

  describe('its document', () => {
    const document = openApiDocument('https://acme.imagencloud.com');

    it('is valid OpenAPI 3.1', async () => {
      const result = await new Validator().validate(structuredClone(document));
      expect(result).toMatchObject({ valid: true });
    });

    it('is what is served', async () => {
      const answer = await world.product.client('acme').get('/api/openapi.json');
      expect(answer.json()).toEqual(JSON.parse(JSON.stringify(document)));
      const page = await world.product.client('acme').get('/api/docs');
      for (const { path } of operations) expect(page.text).toContain(path);
    });

    it('says what the answers are', async () => {
      const ajv = new Ajv2020({ strict: false, validateFormats: false });
      ajv.addSchema({ $id: 'api', ...document });
      const id = await world.userId('oid-2');
      const [group] = (await list('/api/v1/groups?value=even')).items;
      const [event] = (await list('/api/v1/audit-events')).items;
      const ids: Readonly<Record<string, string | undefined>> = {
        users: id,
        groups: group?.id,
        'audit-events': event?.id,
      };
      for (const { path, answer } of operations) {
        const filled = path
          .replace('{id}', ids[path.split('/')[3] ?? ''] ?? '')
          .replace('{role}', 'viewer');
        const body = (await world.get(filled, key)).json();
        const validate = ajv.compile({ $ref: `api#/components/schemas/${answer}` });
        expect({ path, good: validate(body), errors: validate.errors }).toEqual({
          path,
          good: true,
          errors: null,
        });
      }
      const problem = (await world.get('/api/v1/users?limit=0', key)).json();
      expect(ajv.compile({ $ref: 'api#/components/schemas/Problem' })(problem)).toBe(true);
    });
  });

  it('has no route that the document does not name', () => {
    const server = world.product.app.getHttpAdapter().getInstance() as {
      router: { stack: { route?: { path: string } }[] };
    };
    const routes = server.router.stack
      .map(({ route }) => route?.path ?? '')
      .filter((path) => path.startsWith('/api/v1'));
    const documented = operations.map(({ path }) => path.replaceAll(/\{(\w+)\}/g, ':$1'));
    expect([...new Set(routes)].toSorted()).toEqual(documented.toSorted());
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ApiWorld, openApiWorld } from '../support/api-world.js';
import { databases } from '../support/databases.js';
import { signIn } from '../support/sign-in.js';

interface List {
  readonly items: readonly { readonly id: string; readonly [field: string]: unknown }[];
  readonly nextCursor: string | null;
}

const ALL = ['users:read', 'groups:read', 'roles:read', 'audit:read'] as const;
const LONG_ALIAS = '字'.repeat(511);

describe.each(databases)('reading through the API on $kind', (kind) => {
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
  const everybody = [0, 1, 2, 3, 4, 5, 6].map((n) => `Person ${n.toString()}`);
  const walk = async (path: string, limit: number): Promise<string[]> => {
    const ids: string[] = [];
    let next: string | null = `${path}${path.includes('?') ? '&' : '?'}limit=${limit.toString()}`;
    while (next !== null) {
      const answer = await world.get(next, key);
      const { items, nextCursor } = answer.json() as List;
      ids.push(...items.map(({ id }) => id));
      const { link = '' } = answer.headers;
      next =
        /^<https:\/\/acme\.imagencloud\.com(\/[^>]+)>; rel="next"$/.exec(String(link))?.[1] ?? null;
      expect(next === null).toBe(nextCursor === null);
      if (next !== null) expect(next).toContain(`cursor=${nextCursor ?? ''}`);
    }
    return ids;
  };

  it('lists the people of its tenant alone', async () => {
    expect(await names('')).toEqual(everybody);
  });

  it('finds people by each filter, and by several at once', async () => {
    const id = await world.userId('oid-3');
    const [group] = (await list('/api/v1/groups?value=even')).items;
    expect(await names(`id=${id}`)).toEqual(['Person 3']);
    expect(await names('subject=PERSON3@acme.example')).toEqual(['Person 3']);
    expect(await names('email=person4@mail.example')).toEqual(['Person 4']);
    expect(await names('q=person5')).toEqual(['Person 5']);
    expect(await names('group=even')).toEqual(['Person 0', 'Person 2', 'Person 4', 'Person 6']);
    expect(await names(`group=${group?.id ?? ''}`)).toHaveLength(4);
    expect(await names('group=nobody')).toEqual([]);
    expect(await names('role=viewer&state=active')).toEqual(everybody);
    expect(await names('role=editor')).toEqual([]);
    expect(await names('state=suspended')).toEqual([]);
    expect(await names('group=even&q=person2')).toEqual(['Person 2']);
    expect(await names(`id=${id}&q=person2`)).toEqual([]);
    expect(await names('changedSince=2020-01-01T00:00:00Z')).toEqual(everybody);
    expect(await names('changedSince=2100-01-01T00:00:00%2B01:00')).toEqual([]);
  });

  it.each([
    '/api/v1/users',
    '/api/v1/users?changedSince=2020-01-01T00:00:00Z',
    '/api/v1/users?q=person',
    '/api/v1/users?state=active&role=viewer',
    '/api/v1/users?group=all',
    '/api/v1/groups',
    '/api/v1/roles/viewer/members',
    '/api/v1/audit-events?type=sign_in',
  ])('walks all pages of %s and misses and repeats nothing', async (path) => {
    const whole = await walk(path, 200);
    expect(whole.length).toBeGreaterThan(1);
    expect(new Set(whole).size).toBe(whole.length);
    for (const limit of [1, 2]) expect(await walk(path, limit)).toEqual(whole);
  });

  it('goes on where it was though people arrive meanwhile', async () => {
    const first = await list('/api/v1/users?limit=3');
    const before = await walk('/api/v1/users', 200);
    await signIn(world.product.client('acme'), { objectId: 'oid-late', upn: LONG_ALIAS });
    const rest = await walk(`/api/v1/users?cursor=${first.nextCursor ?? ''}`, 2);
    expect([...first.items.map(({ id }) => id), ...rest]).toEqual([
      ...before,
      await world.userId('oid-late'),
    ]);
  });

  it('pages past the longest alias', async () => {
    await signIn(world.product.client('acme'), { objectId: 'oid-later', upn: `${LONG_ALIAS}x` });
    expect(await walk(`/api/v1/users?q=${encodeURIComponent('字')}`, 1)).toEqual([
      await world.userId('oid-late'),
      await world.userId('oid-later'),
    ]);
  });

  it('tells a user’s groups and roles, a group’s members, the roles', async () => {
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
    expect((await world.get(`/api/v1/groups/${group?.id ?? ''}`, key)).json()).toEqual(group);
    expect((await list('/api/v1/groups?value=odd')).items).toEqual([]);
    expect((await list('/api/v1/roles')).items.map(({ name }) => name)).toEqual([
      'administrator',
      'editor',
      'contributor',
      'viewer',
    ]);
  });

  it('tells apart what is given by hand', async () => {
    await world.makeAdministrator('oid-1');
    const id = await world.userId('oid-1');
    expect((await world.get(`/api/v1/users/${id}/roles`, key)).json()).toEqual({
      effective: ['administrator', 'viewer'],
      mapped: ['viewer'],
      manual: ['administrator'],
    });
    expect(
      (await list('/api/v1/roles/administrator/members')).items.map((user) => user.id),
    ).toEqual([id]);
  });

  it('finds events by each filter', async () => {
    const id = await world.userId('oid-1');
    const count = async (query: string) =>
      (await list(`/api/v1/audit-events?limit=200&${query}`)).items.length;
    const [event] = (await list('/api/v1/audit-events?type=sign_in&person=PERSON1@acme.example'))
      .items;
    expect(event).toMatchObject({
      outcome: 'accepted',
      personId: id,
      tenantId: world.tenantIds.acme,
    });
    const { time, ip, reference } = event as unknown as Record<string, string>;
    expect(await count(`personId=${id}&type=sign_in`)).toBe(1);
    expect(await count(`ip=${ip ?? ''}&personId=${id}&type=sign_in`)).toBe(1);
    expect(await count('ip=203.0.113.250')).toBe(0);
    expect(await count(`outcome=refused&personId=${id}`)).toBe(0);
    expect(await count('reason=user_suspended')).toBe(0);
    expect(await count(`actorId=${id}&type=sign_in`)).toBe(1);
    expect(await count(`from=${time ?? ''}&personId=${id}&type=sign_in`)).toBe(1);
    expect(await count(`to=${time ?? ''}&personId=${id}&type=sign_in`)).toBe(0);
    const typed = (reference ?? '').toLowerCase().replace('-', ' ');
    expect(
      (await list(`/api/v1/audit-events?reference=${encodeURIComponent(typed)}`)).items,
    ).toEqual([event]);
    expect((await world.get(`/api/v1/audit-events/${event?.id ?? ''}`, key)).json()).toEqual(event);
  });

  it('puts each read of the log on the record: who, what was asked, how much was shown', async () => {
    const [event] = (await list('/api/v1/audit-events?type=sign_in&limit=1')).items;
    await world.get(`/api/v1/audit-events/${event?.id ?? ''}`, key);
    const { items } = await list('/api/v1/audit-events?type=audit.read&limit=2');
    expect(items).toMatchObject([
      {
        actor: { kind: 'api_key', label: 'test' },
        target: { kind: 'audit_event', id: event?.id },
        details: { through: 'api' },
      },
      { details: { filters: { type: 'sign_in' }, count: 1, through: 'api' } },
    ]);
  });

  it.each([
    ['/api/v1/users?limit=0', ['limit']],
    ['/api/v1/users?limit=201', ['limit']],
    ['/api/v1/users?limit=1e1', ['limit']],
    ['/api/v1/users?limit=', ['limit']],
    ['/api/v1/users?stat=active', ['stat']],
    ['/api/v1/users?__proto__=x', ['__proto__']],
    ['/api/v1/users?constructor=x&toString=y', ['constructor', 'toString']],
    ['/api/v1/users?state=gone', ['state']],
    ['/api/v1/users?role=operator', ['role']],
    ['/api/v1/users?id=1%27%20OR%201=1', ['id']],
    ['/api/v1/users?changedSince=yesterday', ['changedSince']],
    ['/api/v1/users?changedSince=2026-11-24T14:05:09', ['changedSince']],
    ['/api/v1/users?changedSince=2026-02-31T00:00:00Z', ['changedSince']],
    ['/api/v1/users?changedSince=2026-11-24T25:00:00Z', ['changedSince']],
    ['/api/v1/users?email=a&email=b', ['email']],
    ['/api/v1/users?email[$ne]=b', ['email[$ne]']],
    ['/api/v1/users?limit=x&state=y&color=z', ['color', 'limit', 'state']],
    ['/api/v1/users/019a2b3c-4d5e-7f60-8a1b-2c3d4e5f6071?expand=groups', ['expand']],
    ['/api/v1/groups?name=x', ['name']],
    ['/api/v1/roles?limit=1', ['limit']],
    ['/api/v1/audit-events?ip=1', ['ip']],
    ['/api/v1/audit-events?type=nothing', ['type']],
    ['/api/v1/audit-events?outcome=x&reason=A-B&reference=1', ['outcome', 'reason', 'reference']],
  ])('%s: names every mistake at once', async (path, pointers) => {
    const answer = await world.get(path, key);
    const { code, errors } = answer.json() as { code: string; errors: { pointer: string }[] };
    expect([answer.status, code]).toEqual([400, 'query_malformed']);
    expect(errors.map(({ pointer }) => pointer).toSorted()).toEqual(pointers);
  });

  it.each(["x' OR '1'='1", '%', '_', '\\', 'person0%', '\0', "');--", '?', '$1', '\u{10FFFF}'])(
    'takes %j for a text',
    async (value) => {
      const text = encodeURIComponent(value);
      for (const name of ['q', 'group', 'subject', 'email'])
        expect(await names(`${name}=${text}`)).toEqual([]);
      expect((await list(`/api/v1/groups?value=${text}`)).items).toEqual([]);
      expect((await list(`/api/v1/audit-events?person=${text}`)).items).toEqual([]);
      for (const path of ['users', 'groups', 'audit-events'])
        expect((await world.get(`/api/v1/${path}/${text}`, key)).status).toBe(404);
    },
  );

  it.each(['x', 'W10', '["a"]', '["x","y"]', '[1,2]', '["","x","y"]', '{"length":2}'])(
    'refuses the cursor %s',
    async (text) => {
      const cursor = text.startsWith('[') || text.startsWith('{') ? base64(text) : text;
      const changed = 'changedSince=2020-01-01T00:00:00Z';
      for (const path of [`users?${changed}`, 'audit-events?type=sign_in', 'groups?limit=2']) {
        const isOfGroups = text === '["a"]' && path.startsWith('groups'); // a place among groups
        const answer = await world.get(`/api/v1/${path}&cursor=${cursor}`, key);
        expect(answer.status).toBe(isOfGroups ? 200 : 400);
        if (!isOfGroups) expect(answer.json()).toMatchObject({ code: 'cursor_malformed' });
      }
    },
  );

  it('follows changes by the recipe: what commits late is not missed', async () => {
    const since = new Date().toISOString();
    await signIn(world.product.client('acme'), {
      objectId: 'oid-6',
      upn: 'person6@acme.example',
      mail: 'moved@mail.example',
      displayName: 'Person 6',
      groups: ['all'],
    });
    expect(await names(`changedSince=${since}`)).toEqual(['Person 6']);
    const { items } = await list('/api/v1/users?subject=person6@acme.example');
    expect(items).toMatchObject([{ email: 'moved@mail.example' }]);
    const newest = Date.parse(String(items[0]?.['updatedAt']));
    const again = new Date(newest - 60_000).toISOString();
    expect(await names(`changedSince=${again}`)).toContain('Person 6');
  });
});

function base64(text: string): string {
  return Buffer.from(text).toString('base64url');
}

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { firstUuidAt, type Queryable, type SqlValue } from '../../src/database/index.js';
import {
  type ListedUser,
  type PageKey,
  type UserFilter,
  UsersDirectory,
} from '../../src/users/index.js';
import { groupHash } from '../../src/users/domain/read-groups.js';
import { databases } from '../support/databases.js';
import { NOW, UsersWorld } from '../support/users-world.js';

const TENANT = 'directory';
const USERS = 3000;
const GROUPS = 40;

const userId = (n: number) => firstUuidAt(NOW + n);
const groupId = (n: number) => firstUuidAt(n);
const alias = (n: number) => `${'abcdef'.charAt(n % 6)}nn.${n}@Acme.com`;

/**
 * User n: alias as above, e-mail address the same but for every seventh (`mail.n@…`) and every eleventh (none);
 * in group n % 40; viewer; every 100th an editor both ways; every 500th suspended; changed in the order of n.
 */
async function fill(
  world: UsersWorld,
  tenant: string,
  users: number,
  offset: number,
): Promise<void> {
  await world.inTransaction(async (tx) => {
    for (let n = 0; n < users; n += 1) {
      const id = userId(n + offset);
      const email = n % 11 === 0 ? null : n % 7 === 0 ? `mail.${n}@acme.com` : alias(n);
      await tx.execute(
        `INSERT INTO users (id, tenant_id, identity_hash, idp_entity_id, stable_id, subject, subject_lower, email,
          email_lower, display_name, state, sessions_not_before_ms, groups_known, created_at_ms, updated_at_ms)
         VALUES (?, ?, ?, 'idp', ?, ?, ?, ?, ?, ?, ?, 0, 1, ?, ?)`,
        [
          id,
          tenant,
          `hash-${n}`,
          `${n}`,
          alias(n),
          alias(n).toLowerCase(),
          email,
          email?.toLowerCase() ?? null,
          `User ${n}`,
          n % 500 === 0 ? 'suspended' : 'active',
          NOW,
          NOW + Math.floor(n / 3),
        ],
      );
      const role = (name: string, source: string) =>
        tx.execute(
          'INSERT INTO user_roles (user_id, role, source, tenant_id, since_ms) VALUES (?, ?, ?, ?, ?)',
          [id, name, source, tenant, NOW],
        );
      await role('viewer', 'mapped');
      if (n % 100 === 0) await role('editor', 'mapped');
      if (n % 100 === 0) await role('editor', 'manual');
      if (n % 1000 === 1) await role('administrator', 'manual');
      await tx.execute(
        'INSERT INTO memberships (user_id, group_id, tenant_id, since_ms) VALUES (?, ?, ?, ?)',
        [id, groupId((n % GROUPS) + offset), tenant, NOW],
      );
    }
    for (let n = 0; n < GROUPS; n += 1)
      await tx.execute(
        'INSERT INTO idp_groups (id, tenant_id, value, value_hash, first_seen_at_ms) VALUES (?, ?, ?, ?, ?)',
        [groupId(n + offset), tenant, `group-${n}`, groupHash(`group-${n}`), NOW],
      );
  });
}

describe.each(databases)('looking up users on $kind', (kind) => {
  const directory = new UsersDirectory();
  let world: UsersWorld;

  beforeAll(async () => {
    world = await UsersWorld.open(kind);
    await fill(world, TENANT, USERS, 0);
    await fill(world, 'other', 500, 1_000_000);
    const tables = ['users', 'idp_groups', 'memberships', 'user_roles', 'mapping_rules'];
    if (kind.kind === 'mysql') await world.database.query(`ANALYZE TABLE ${tables.join(', ')}`);
  }, 60_000);
  afterAll(() => world.close());

  const all = async (filter: UserFilter, limit = 200): Promise<ListedUser[]> => {
    const users: ListedUser[] = [];
    let after: PageKey | null = null;
    do {
      const page = await directory.list(world.database, TENANT, filter, { after, limit });
      expect(page.items.length).toBeLessThanOrEqual(limit);
      users.push(...page.items);
      after = page.next;
    } while (after !== null);
    return users;
  };
  const numbers = (users: readonly ListedUser[]) =>
    users.map((user) => Number(user.displayName.slice(5)));
  const expected = (isMeant: (n: number) => boolean) =>
    Array.from({ length: USERS }, (_, n) => n).filter(isMeant);
  const begins = (n: number, prefix: string) =>
    alias(n).startsWith(prefix) || (n % 11 !== 0 && n % 7 === 0 && `mail.${n}@`.startsWith(prefix));

  it.each<{ given: string; filter: UserFilter; are: (n: number) => boolean }>([
    { given: 'everybody', filter: {}, are: () => true },
    { given: 'an id', filter: { id: userId(7) }, are: (n) => n === 7 },
    { given: 'another tenant’s id', filter: { id: userId(1_000_001) }, are: () => false },
    { given: 'an alias in any case', filter: { subject: 'BNN.7@acme.COM' }, are: (n) => n === 7 },
    { given: 'an address', filter: { email: 'MAIL.7@acme.com' }, are: (n) => n === 7 },
    { given: 'a group', filter: { groupId: groupId(3) }, are: (n) => n % 40 === 3 },
    { given: 'another tenant’s group', filter: { groupId: groupId(1_000_003) }, are: () => false },
    { given: 'a role, both ways once', filter: { role: 'editor' }, are: (n) => n % 100 === 0 },
    { given: 'a role by hand', filter: { role: 'administrator' }, are: (n) => n % 1000 === 1 },
    { given: 'a state', filter: { state: 'suspended' }, are: (n) => n % 500 === 0 },
    { given: 'changed since', filter: { changedSinceMs: NOW + 900 }, are: (n) => n >= 2700 },
    { given: 'no prefix', filter: { prefix: '' }, are: () => true },
    {
      given: 'a group and a role',
      filter: { groupId: groupId(0), role: 'editor' },
      are: (n) => n % 40 === 0 && n % 100 === 0,
    },
    {
      given: 'a role, a state and changed since',
      filter: { role: 'editor', state: 'active', changedSinceMs: NOW + 100 },
      are: (n) => n % 100 === 0 && n % 500 !== 0 && n >= 300,
    },
    {
      given: 'an alias and a group that do not agree',
      filter: { subject: alias(7), groupId: groupId(8) },
      are: () => false,
    },
  ])('by $given', async ({ filter, are }) => {
    expect(numbers(await all(filter))).toEqual(expected(are));
  });

  it.each(['ANN', 'ann.1', 'mail.', 'm', 'cnn.2', 'nobody', 'ann%', 'a_n'])(
    'by what alias or address begins with, each user once: %s',
    async (prefix) => {
      const found = await all({ prefix }, 37);
      expect(new Set(found.map((user) => user.id)).size).toBe(found.length);
      expect(numbers(found).sort((a, b) => a - b)).toEqual(
        expected((n) => begins(n, prefix.toLowerCase())),
      );
    },
  );

  it('a prefix beside another condition', async () => {
    const found = await all({ prefix: 'ann', role: 'editor' });
    expect(numbers(found)).toEqual(expected((n) => n % 6 === 0 && n % 100 === 0));
  });

  it('those changed since come in the order of their changes', async () => {
    const found = await all({ changedSinceMs: NOW }, 100);
    const places = found.map((user) => user.updatedAtMs);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(found).toHaveLength(USERS);
  });

  it('tells roles given by hand from mapped ones', async () => {
    const [user] = await all({ id: userId(100) });
    expect(user).toMatchObject({
      state: 'active',
      groupsKnown: true,
      lastSignInAtMs: null,
      roles: { mapped: ['editor', 'viewer'], manual: ['editor'], effective: ['editor', 'viewer'] },
    });
    expect(Object.keys(user ?? {})).not.toContain('subjectLower');
  });

  it('finds one user with groups', async () => {
    const user = await directory.find(world.database, TENANT, userId(3));
    expect(user).toMatchObject({
      id: userId(3),
      groups: [{ id: groupId(3), value: 'group-3', sinceMs: NOW }],
    });
    expect(await directory.find(world.database, 'other', userId(3))).toBeNull();
    expect(await directory.groupsOf(world.database, TENANT, userId(3))).toMatchObject({
      isKnown: true,
      values: ['group-3'],
    });
    expect((await directory.groupsOf(world.database, 'other', userId(3))).values).toEqual([]);
  });

  it('lists groups page by page and finds one', async () => {
    const first = await directory.listGroups(world.database, TENANT, { after: null, limit: 30 });
    const second = await directory.listGroups(world.database, TENANT, {
      after: first.next,
      limit: 30,
    });
    expect([...first.items, ...second.items].map((group) => group.value)).toEqual(
      Array.from({ length: GROUPS }, (_, n) => `group-${n}`),
    );
    expect(second.next).toBeNull();
    expect(await directory.findGroup(world.database, TENANT, groupId(3))).toMatchObject({
      value: 'group-3',
    });
    expect(await directory.findGroup(world.database, 'other', groupId(3))).toBeNull();
  });

  it.each<{ given: string; filter: UserFilter; after: PageKey }>([
    { given: 'another order', filter: {}, after: [NOW, userId(1)] },
    { given: 'a text where a time is due', filter: { changedSinceMs: 1 }, after: ['x', userId(1)] },
    { given: 'an id alone where a text is due', filter: { prefix: 'a' }, after: ['', userId(1)] },
  ])('a cursor of $given is told apart', async ({ filter, after }) => {
    const page = directory.list(world.database, TENANT, filter, { after, limit: 10 });
    await expect(page).rejects.toMatchObject({ code: 'cursor_malformed' });
  });

  describe('query plans', () => {
    const statementsOf = async (work: (q: Queryable) => Promise<unknown>) => {
      const asked: { sql: string; parameters: readonly SqlValue[] }[] = [];
      const { database } = world;
      await work({
        dialect: database.dialect,
        query<Row extends object>(sql: string, parameters: readonly SqlValue[] = []) {
          asked.push({ sql, parameters });
          return database.query<Row>(sql, parameters);
        },
      });
      return asked;
    };
    /** The indexes used; `none` for a table that is read whole. */
    const indexesOf = async (sql: string, parameters: readonly SqlValue[]): Promise<string[]> => {
      if (kind.kind === 'sqlite') {
        const plan = await world.database.query<{ detail: string }>(
          `EXPLAIN QUERY PLAN ${sql}`,
          parameters,
        );
        const lines = plan.map((line) => line.detail);
        if (lines.some((line) => line.includes('TEMP B-TREE FOR ORDER BY'))) return ['sorts'];
        return lines.map((line) =>
          line.startsWith('SCAN') ? 'none' : (/INDEX (\w+)/.exec(line)?.[1] ?? ''),
        );
      }
      const plan = await world.database.query<{ type: string; key: string | null; Extra: string }>(
        `EXPLAIN ${sql}`,
        parameters,
      );
      if (plan.some((line) => /filesort|temporary/.test(line.Extra))) return ['sorts'];
      return plan.map((line) =>
        line.type === 'ALL' || line.type === 'index' ? 'none' : (line.key ?? 'none'),
      );
    };

    it.each<{ given: string; filter: UserFilter; after: PageKey | null; leads: string }>([
      { given: 'everybody', filter: {}, after: ['', userId(5)], leads: 'users_tenant_ix' },
      { given: 'alias', filter: { subject: alias(7) }, after: null, leads: 'users_subject_ix' },
      { given: 'address', filter: { email: alias(8) }, after: null, leads: 'users_email_ix' },
      {
        given: 'group',
        filter: { groupId: groupId(3) },
        after: ['', userId(5)],
        leads: 'memberships_group_ix',
      },
      {
        given: 'role',
        filter: { role: 'editor' },
        after: ['', userId(5)],
        leads: 'user_roles_role_ix',
      },
      {
        given: 'state',
        filter: { state: 'suspended' },
        after: ['', userId(5)],
        leads: 'users_state_ix',
      },
      {
        given: 'changed since',
        filter: { changedSinceMs: NOW + 900 },
        after: [NOW + 901, userId(5)],
        leads: 'users_updated_ix',
      },
      {
        given: 'prefix',
        filter: { prefix: 'ann.1' },
        after: ['ann.12', userId(5)],
        leads: 'users_subject_ix',
      },
    ])(
      '$given leads by $leads, reads no table whole and sorts nothing',
      async ({ filter, after, leads }) => {
        const asked = await statementsOf((q) =>
          directory.list(q, TENANT, filter, { after, limit: 50 }),
        );
        const plans = await Promise.all(
          asked.map(({ sql, parameters }) => indexesOf(sql, parameters)),
        );
        expect(plans[0]).toContain(leads);
        expect(plans.flat()).not.toContain('none');
        expect(plans.flat()).not.toContain('sorts');
      },
    );

    it('groups, memberships and single users go by key', async () => {
      const asked = await statementsOf(async (q) => {
        await directory.find(q, TENANT, userId(3));
        await directory.listGroups(q, TENANT, { after: groupId(3), limit: 10 });
        await directory.findGroupByValue(q, TENANT, 'group-3');
      });
      for (const { sql, parameters } of asked) {
        const plan = await indexesOf(sql, parameters);
        expect(plan).not.toContain('none');
        expect(plan).not.toContain('sorts');
      }
    });
  });
});

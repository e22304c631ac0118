import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MappingRulesService, UsersGrants, UsersSuspend } from '../../src/users/index.js';
import { databases } from '../support/databases.js';
import { BY_CLI, NOW, SignInBuilder, UsersWorld } from '../support/users-world.js';

const GUID = 'a3b2c1d0-0000-4000-8000-00000000b51a';

describe.each(databases)('administering users on $kind', (kind) => {
  let world: UsersWorld;
  let grants: UsersGrants;
  let suspensions: UsersSuspend;
  let mappings: MappingRulesService;

  beforeAll(async () => {
    world = await UsersWorld.open(kind);
    grants = new UsersGrants(world.clock, world.audit);
    suspensions = new UsersSuspend(world.clock, world.audit);
    mappings = new MappingRulesService(world.clock, world.audit);
  });
  afterAll(() => world.close());

  const types = async (tenant: string) => (await world.events(tenant)).map((event) => event.type);
  const row = async (id: string) => {
    const [found] = await world.database.query<Record<string, unknown>>(
      'SELECT state, sessions_not_before_ms, updated_at_ms FROM users WHERE id = ?',
      [id],
    );
    return found;
  };

  it('suspending ends every session by one write; reactivating does not bring them back', async () => {
    const { id } = await world.signIn(SignInBuilder.of('suspend').build());
    world.clock.ms = NOW + 10;
    const suspend = () =>
      world.inTransaction((tx) => suspensions.suspend(tx, 'suspend', id, BY_CLI));
    expect(await suspend()).toBe(true);
    expect(await row(id)).toEqual({
      state: 'suspended',
      sessions_not_before_ms: NOW + 10,
      updated_at_ms: NOW + 10,
    });
    expect(await suspend()).toBe(false);
    world.clock.ms = NOW + 20;
    expect(
      await world.inTransaction((tx) => suspensions.reactivate(tx, 'suspend', id, BY_CLI)),
    ).toBe(true);
    expect(await row(id)).toMatchObject({ state: 'active', sessions_not_before_ms: NOW + 20 });
    expect((await types('suspend')).slice(2)).toEqual(['user.suspended', 'user.reactivated']);
    expect((await world.signIn(SignInBuilder.of('suspend').build())).id).toBe(id);
    world.clock.ms = NOW;
  });

  it('a grant and its end are on the record with before and after', async () => {
    const { id } = await world.signIn(SignInBuilder.of('grants').build());
    const grant = () =>
      world.inTransaction((tx) => grants.grant(tx, 'grants', id, 'editor', BY_CLI));
    const withdraw = () =>
      world.inTransaction((tx) => grants.withdraw(tx, 'grants', id, 'editor', BY_CLI));
    expect([await grant(), await grant(), await withdraw(), await withdraw()]).toEqual([
      true,
      false,
      true,
      false,
    ]);
    expect((await world.events('grants')).slice(2)).toEqual([
      {
        type: 'role.granted',
        details: {
          role: 'editor',
          before: { mapped: ['viewer'], manual: [] },
          after: { mapped: ['viewer'], manual: ['editor'] },
        },
      },
      {
        type: 'role.withdrawn',
        details: {
          role: 'editor',
          before: { mapped: ['viewer'], manual: ['editor'] },
          after: { mapped: ['viewer'], manual: [] },
        },
      },
    ]);
  });

  it('the same grant twice at once is one', async () => {
    const { id } = await world.signIn(SignInBuilder.of('twice').build());
    const grant = () =>
      world.inTransaction((tx) => grants.grant(tx, 'twice', id, 'editor', BY_CLI));
    const done = await Promise.all([grant(), grant(), grant()]);
    expect(done.filter(Boolean)).toHaveLength(1);
  });

  it('operator, unknown roles and users of another tenant are refused with a sentence', async () => {
    const { id } = await world.signIn(SignInBuilder.of('refused').build());
    const grant = (tenant: string, role: string) =>
      world.inTransaction((tx) => grants.grant(tx, tenant, id, role, BY_CLI));
    await expect(grant('refused', 'operator')).rejects.toMatchObject({
      code: 'role_not_assignable',
    });
    await expect(grant('refused', 'boss')).rejects.toMatchObject({ code: 'role_unknown' });
    await expect(grant('other', 'editor')).rejects.toMatchObject({
      code: 'user_unknown',
      status: 404,
    });
    await expect(
      world.inTransaction((tx) => suspensions.suspend(tx, 'other', id, BY_CLI)),
    ).rejects.toMatchObject({ code: 'user_unknown' });
    expect(await world.count('user_roles', 'other')).toBe(0);
  });

  it('a mapping is added once, listed, in force at the next sign-in, and removed', async () => {
    const add = () =>
      world.inTransaction((tx) =>
        mappings.add(
          tx,
          'rules',
          { source: 'group', value: ` ${GUID.toUpperCase()} `, role: 'editor', label: ' Staff ' },
          BY_CLI,
        ),
      );
    const rule = await add();
    expect(rule).toMatchObject({ source: 'group', value: GUID, role: 'editor', label: 'Staff' });
    await expect(add()).rejects.toMatchObject({ code: 'mapping_exists', status: 409 });
    expect(await mappings.list(world.database, 'rules')).toEqual([rule]);
    expect(await mappings.list(world.database, 'other')).toEqual([]);

    const simon = SignInBuilder.of('rules').with({ Groups: GUID }).build();
    expect((await world.signIn(simon)).roles).toEqual(['editor']);
    const remove = (tenant: string) =>
      world.inTransaction((tx) => mappings.remove(tx, tenant, rule.id, BY_CLI));
    await expect(remove('other')).rejects.toMatchObject({ code: 'mapping_unknown', status: 404 });
    await remove('rules');
    expect((await world.signIn(simon)).roles).toEqual(['viewer']);
    expect(await types('rules')).toEqual([
      'mapping.added',
      'user.created',
      'user.roles_changed',
      'mapping.removed',
      'user.roles_changed',
    ]);
    expect((await world.events('rules'))[0]?.details).toEqual({
      source: 'group',
      value: GUID,
      role: 'editor',
      label: 'Staff',
    });
  });

  it.each([
    {
      given: 'operator',
      rule: { source: 'group', value: 'a', role: 'operator' },
      code: 'role_not_assignable',
    },
    {
      given: 'an unknown role',
      rule: { source: 'group', value: 'a', role: 'x' },
      code: 'role_unknown',
    },
    {
      given: 'an unknown source',
      rule: { source: 'mail', value: 'a', role: 'viewer' },
      code: 'mapping_malformed',
    },
    {
      given: 'no attribute name',
      rule: { source: 'attribute', value: 'a', role: 'viewer' },
      code: 'mapping_malformed',
    },
    {
      given: 'an empty value',
      rule: { source: 'group', value: '  ', role: 'viewer' },
      code: 'mapping_malformed',
    },
    {
      given: 'a long label',
      rule: { source: 'group', value: 'a', role: 'viewer', label: 'x'.repeat(201) },
      code: 'mapping_malformed',
    },
  ])('no mapping with $given', async ({ rule, code }) => {
    const adding = world.inTransaction((tx) => mappings.add(tx, 'bad-rules', rule, BY_CLI));
    await expect(adding).rejects.toMatchObject({ name: 'UserError', code });
    expect(await world.count('mapping_rules', 'bad-rules')).toBe(0);
  });

  it('a tenant has at most a thousand mappings', async () => {
    const add = (n: number) =>
      world.inTransaction((tx) =>
        mappings.add(tx, 'limit', { source: 'group', value: `g${n}`, role: 'viewer' }, BY_CLI),
      );
    await world.inTransaction(async (tx) => {
      for (let n = 0; n < 1000; n += 1)
        await tx.execute(
          `INSERT INTO mapping_rules (id, tenant_id, source, value, role, rule_hash, created_at_ms)
           VALUES (?, 'limit', 'group', ?, 'viewer', ?, 0)`,
          [`limit-${n}`, `x${n}`, `hash-${n}`],
        );
    });
    await expect(add(1)).rejects.toMatchObject({ code: 'mapping_limit', status: 409 });
  });
});

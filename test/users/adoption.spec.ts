import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UsersGrants, UsersSuspend } from '../../src/users/index.js';
import { databases } from '../support/databases.js';
import {
  BY_CLI,
  ENTRA,
  NOW,
  OBJECT_ID,
  SignInBuilder,
  UPN,
  UsersWorld,
} from '../support/users-world.js';

const OLD = 'https://old.example/idp';
const HOME = 'http://schemas.microsoft.com/identity/claims/identityprovider';

describe.each(databases)('adopting accounts of a former provider on $kind', (kind) => {
  let world: UsersWorld;
  let grants: UsersGrants;
  let suspensions: UsersSuspend;

  beforeAll(async () => {
    world = await UsersWorld.open(kind);
    grants = new UsersGrants(world.clock, world.audit);
    suspensions = new UsersSuspend(world.clock, world.audit);
  });
  afterAll(() => world.close());

  const former = (tenant: string) =>
    SignInBuilder.of(tenant)
      .through({ idpEntityId: OLD })
      .with({ [OBJECT_ID]: 'old-id', [UPN]: 'b.simon@CONTOSO.com' });
  const inWindow = (tenant: string) =>
    SignInBuilder.of(tenant)
      .through({ adoptsByUpnUntilMs: NOW + 1000 })
      .with({ [HOME]: ENTRA });

  it('inside the window the account goes on under its new identity, on the record', async () => {
    const old = await world.signIn(
      former('open')
        .with({ Groups: ['a', 'b'] })
        .build(),
    );
    const simon = inWindow('open').with({ Groups: ['b'] });
    const user = await world.signIn(simon.build());
    expect(user).toMatchObject({ id: old.id, isNew: false, changed: true });
    expect(await world.count('users', 'open')).toBe(1);
    const events = (await world.events('open')).slice(2);
    expect(events.map((event) => event.type)).toEqual(['user.adopted', 'user.updated']);
    expect(events[0]?.details).toEqual({
      before: { idpEntityId: OLD, stableId: 'old-id' },
      after: { idpEntityId: ENTRA, stableId: 'a3b2c1d0-0000-4000-8000-00000000b51a' },
    });
    expect(events[1]?.details).toMatchObject({
      subject: { before: 'b.simon@CONTOSO.com', after: 'B.Simon@contoso.com' },
      groups: { removed: { count: 1, values: ['a'] } },
    });
    expect((await world.signIn(simon.build())).id).toBe(old.id);
    // The old identity is nobody's now: whoever comes with it is somebody else.
    expect((await world.signIn(former('open').build())).isNew).toBe(true);
  });

  it('works where just-in-time accounts are off: adopting makes none', async () => {
    const old = await world.signIn(former('jit-off').build());
    const user = await world.signIn(inWindow('jit-off').where({ jitEnabled: false }).build());
    expect(user.id).toBe(old.id);
  });

  it.each([
    { given: 'no window', adoptsByUpnUntilMs: null },
    { given: 'a window that ends now', adoptsByUpnUntilMs: NOW },
  ])('$given: a new account', async ({ given, adoptsByUpnUntilMs }) => {
    const old = await world.signIn(former(given).build());
    const user = await world.signIn(inWindow(given).through({ adoptsByUpnUntilMs }).build());
    expect(user.isNew).toBe(true);
    expect(user.id).not.toBe(old.id);
  });

  it.each(['viewer', 'administrator'])('never one with the grant %s by hand', async (role) => {
    const tenant = `granted-${role}`;
    const old = await world.signIn(former(tenant).build());
    await world.inTransaction((tx) => grants.grant(tx, tenant, old.id, role, BY_CLI));
    const user = await world.signIn(inWindow(tenant).build());
    expect(user).toMatchObject({ isNew: true, roles: ['viewer'] });
    const created = (await world.events(tenant)).filter((event) => event.type === 'user.created');
    expect(created.at(-1)?.details).toMatchObject({ notAdopted: 'privileged' });
    const closed = inWindow(tenant)
      .where({ jitEnabled: false })
      .with({ [OBJECT_ID]: 'third' });
    expect(await world.refusal(closed.build())).toMatchObject({
      code: 'user_unknown',
      facts: { notAdopted: 'ambiguous' },
    });
  });

  it('never a mapped administrator', async () => {
    const boss = former('mapped').where({ defaultRole: 'administrator' });
    const old = await world.signIn(boss.build());
    expect(old.roles).toEqual(['administrator']);
    expect((await world.signIn(inWindow('mapped').build())).isNew).toBe(true);
  });

  it('never for a guest, whose name claim may be an address that nobody verified', async () => {
    await world.signIn(former('guest').build());
    const guest = inWindow('guest').with({ [HOME]: 'https://sts.windows.net/evil/' });
    expect((await world.signIn(guest.build())).isNew).toBe(true);
  });

  it('never when two bear the alias', async () => {
    await world.signIn(former('two').build());
    await world.signIn(
      former('two')
        .with({ [OBJECT_ID]: 'old-2' })
        .build(),
    );
    expect((await world.signIn(inWindow('two').build())).isNew).toBe(true);
  });

  it('never across tenants', async () => {
    await world.signIn(former('tenant-a').build());
    expect((await world.signIn(inWindow('tenant-b').build())).isNew).toBe(true);
  });

  it('a suspended account keeps its person out, privileged or not', async () => {
    const old = await world.signIn(former('out').build());
    await world.inTransaction((tx) => grants.grant(tx, 'out', old.id, 'editor', BY_CLI));
    await world.inTransaction((tx) => suspensions.suspend(tx, 'out', old.id, BY_CLI));
    expect(await world.refusal(inWindow('out').build())).toEqual({
      code: 'user_suspended',
      facts: { userId: old.id, person: 'b.simon@contoso.com' },
    });
    expect(await world.count('users', 'out')).toBe(1);
  });

  it('twenty at once adopt it once', async () => {
    const old = await world.signIn(former('race').build());
    const simon = inWindow('race').build();
    const users = await Promise.all(Array.from({ length: 20 }, () => world.signIn(simon)));
    expect(new Set(users.map((user) => user.id))).toEqual(new Set([old.id]));
    const events = await world.events('race');
    expect(events.filter((event) => event.type === 'user.adopted')).toHaveLength(1);
  });
});

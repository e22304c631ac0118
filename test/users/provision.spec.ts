import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { uuidv7 } from '../../src/database/index.js';
import { databases } from '../support/databases.js';
import {
  DISPLAY_NAME,
  ENTRA_TENANT,
  GROUPS_LINK,
  MAIL,
  NOW,
  OBJECT_ID,
  SignInBuilder,
  UPN,
  UsersWorld,
} from '../support/users-world.js';

const guid = (n: number) => `00000000-0000-4000-8000-${n.toString().padStart(12, '0')}`;
const guids = (count: number) => Array.from({ length: count }, (_, n) => guid(n));

describe.each(databases)('just-in-time accounts on $kind', (kind) => {
  let world: UsersWorld;

  beforeAll(async () => {
    world = await UsersWorld.open(kind);
  });
  afterAll(() => world.close());

  const rule = (tenant: string, source: string, value: string, role: string, name = '') =>
    world.execute(
      `INSERT INTO mapping_rules (id, tenant_id, source, attribute_name, value, role, rule_hash, created_at_ms)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        uuidv7(NOW),
        tenant,
        source,
        name === '' ? null : name,
        value,
        role,
        `${source}-${value}-${role}`,
        NOW,
      ],
    );
  const grant = (tenant: string, userId: string, role: string) =>
    world.execute(
      "INSERT INTO user_roles (user_id, role, source, tenant_id, since_ms) VALUES (?, ?, 'manual', ?, ?)",
      [userId, role, tenant, NOW],
    );
  const userRow = async (id: string) => {
    const [row] = await world.database.query<Record<string, unknown>>(
      'SELECT * FROM users WHERE id = ?',
      [id],
    );
    return row;
  };
  const groupsOf = async (id: string) => {
    const rows = await world.database.query<{ value: string }>(
      'SELECT g.value AS value FROM memberships m JOIN idp_groups g ON g.id = m.group_id WHERE m.user_id = ?',
      [id],
    );
    return rows.map((row) => row.value).sort();
  };

  it('makes the account at the first sign-in, with groups, roles and the record of both', async () => {
    await rule('first', 'group', guid(1), 'editor');
    const user = await world.signIn(
      SignInBuilder.of('first')
        .with({ Groups: [guid(1), guid(2)] })
        .build(),
    );
    expect(user).toMatchObject({
      label: 'B.Simon@contoso.com',
      person: 'b.simon@contoso.com',
      isNew: true,
      changed: true,
      roles: ['editor'],
      claimFacts: { groups: 2 },
    });
    expect(await userRow(user.id)).toMatchObject({
      subject: 'B.Simon@contoso.com',
      subject_lower: 'b.simon@contoso.com',
      email: 'b.simon@contoso.com',
      display_name: 'B. Simon',
      state: 'active',
      groups_known: 1,
      created_at_ms: NOW,
      last_sign_in_at_ms: NOW,
    });
    expect(await groupsOf(user.id)).toEqual([guid(1), guid(2)]);
    const events = await world.events('first');
    expect(events.map((event) => event.type)).toEqual(['user.created', 'user.roles_changed']);
    expect(events[1]?.details).toEqual({
      before: { mapped: [], manual: [] },
      after: { mapped: ['editor'], manual: [] },
    });
  });

  it('a second sign-in adds no row and no event, and costs two reads and one write', async () => {
    const simon = SignInBuilder.of('second').with({ Groups: guids(10) });
    const first = await world.signIn(simon.build());
    const rows = async () =>
      Promise.all(
        ['users', 'idp_groups', 'memberships', 'user_roles', 'audit_events'].map((table) =>
          world.count(table, 'second'),
        ),
      );
    const before = await rows();
    world.statements.length = 0;
    const second = await world.signIn(simon.at(NOW + 5000).build());
    expect(world.statements.map((sql) => sql.slice(0, 6))).toEqual(['SELECT', 'SELECT', 'UPDATE']);
    expect(second).toMatchObject({ id: first.id, isNew: false, changed: false, roles: ['viewer'] });
    expect(await rows()).toEqual(before);
    expect(await userRow(first.id)).toMatchObject({
      updated_at_ms: NOW,
      last_sign_in_at_ms: NOW + 5000,
    });
  });

  it('150 new groups are a handful of statements', async () => {
    world.statements.length = 0;
    const user = await world.signIn(
      SignInBuilder.of('many')
        .with({ Groups: guids(150) })
        .build(),
    );
    expect(world.statements.length).toBeLessThanOrEqual(9);
    expect(await groupsOf(user.id)).toHaveLength(150);
  });

  it('takes more groups than one statement holds', async () => {
    const simon = SignInBuilder.of('thousand');
    const user = await world.signIn(simon.with({ Groups: guids(1001) }).build());
    expect(await groupsOf(user.id)).toHaveLength(1001);
    await world.signIn(simon.with({ Groups: guids(3) }).build());
    expect(await groupsOf(user.id)).toEqual(guids(3));
  });

  it('follows a changed name, address and group, and records each before and after', async () => {
    const simon = SignInBuilder.of('changes').with({ Groups: [guid(1), guid(2)] });
    const user = await world.signIn(simon.build());
    const changed = simon
      .with({ [UPN]: 'britta@contoso.com', [DISPLAY_NAME]: 'Britta', Groups: [guid(2), guid(3)] })
      .without(MAIL)
      .at(NOW + 1);
    expect(await world.signIn(changed.build())).toMatchObject({ id: user.id, changed: true });
    expect(await userRow(user.id)).toMatchObject({
      subject: 'britta@contoso.com',
      email: null,
      email_lower: null,
      display_name: 'Britta',
      updated_at_ms: NOW + 1,
    });
    expect((await world.events('changes')).at(-1)).toEqual({
      type: 'user.updated',
      details: {
        subject: { before: 'B.Simon@contoso.com', after: 'britta@contoso.com' },
        email: { before: 'b.simon@contoso.com', after: null },
        displayName: { before: 'B. Simon', after: 'Britta' },
        groups: {
          added: { count: 1, values: [guid(3)] },
          removed: { count: 1, values: [guid(1)] },
        },
      },
    });
  });

  it('lets people without a mail address in', async () => {
    const user = await world.signIn(SignInBuilder.of('no-mail').without(MAIL).build());
    expect(await userRow(user.id)).toMatchObject({ email: null, email_lower: null });
  });

  it('a guest is keyed on the object id in the inviting tenant, whatever the name looks like', async () => {
    const guest = SignInBuilder.of('guest').with({
      [UPN]: 'alice_partner.com#EXT#@contoso.onmicrosoft.com',
      'http://schemas.microsoft.com/identity/claims/identityprovider': `https://sts.windows.net/${guid(7)}/`,
      'http://schemas.microsoft.com/identity/claims/tenantid': ENTRA_TENANT,
    });
    const user = await world.signIn(guest.build());
    const later = await world.signIn(guest.with({ [UPN]: 'alice@partner.com' }).build());
    expect(later).toMatchObject({
      id: user.id,
      label: 'alice@partner.com',
      claimFacts: { homeIdentityProvider: `https://sts.windows.net/${guid(7)}/` },
    });
  });

  it('a link instead of 160 groups keeps memberships and roles', async () => {
    await rule('overage', 'group', guid(1), 'editor');
    await rule('overage', 'app_role', 'Uploader', 'contributor');
    const simon = SignInBuilder.of('overage');
    const known = simon.with({ Groups: guids(3), role: 'Uploader' });
    const user = await world.signIn(known.build());
    expect(user.roles).toEqual(['editor', 'contributor']);

    const link = simon.with({ [GROUPS_LINK]: 'https://graph.windows.net/x/users/y' });
    const after = await world.signIn(link.build());
    expect(after).toMatchObject({
      roles: ['editor'],
      claimFacts: { groups: 'unknown: link_instead' },
    });
    expect(await groupsOf(user.id)).toEqual(guids(3));
    expect(await userRow(user.id)).toMatchObject({ groups_known: 0 });
    const events = await world.events('overage');
    expect(events.slice(-2)).toEqual([
      { type: 'user.updated', details: { groupsKnown: { before: true, after: false } } },
      {
        type: 'user.roles_changed',
        details: {
          before: { mapped: ['editor', 'contributor'], manual: [] },
          after: { mapped: ['editor'], manual: [] },
        },
      },
    ]);
    expect(JSON.stringify(events)).not.toContain('graph.windows.net');

    expect((await world.signIn(link.build())).changed).toBe(false);
    const refused = await world.refusal(link.through({ groupsOverage: 'refuse' }).build());
    expect(refused).toMatchObject({ code: 'groups_unknown', facts: { userId: user.id } });
  });

  it('unknown groups at the first sign-in give the default role, or a refusal where a match is required', async () => {
    const simon = SignInBuilder.of('overage-first').with({ [GROUPS_LINK]: 'https://x.example/' });
    const strict = simon.where({ requiresRoleMatch: true });
    expect((await world.refusal(strict.build())).code).toBe('role_match_required');
    expect(await world.count('users', 'overage-first')).toBe(0);
    expect((await world.signIn(simon.build())).roles).toEqual(['viewer']);
  });

  it('gives the default role without a match, or none where the tenant has none', async () => {
    const simon = SignInBuilder.of('default');
    expect((await world.signIn(simon.build())).roles).toEqual(['viewer']);
    expect((await world.signIn(simon.where({ defaultRole: null }).build())).roles).toEqual([]);
    expect((await world.signIn(simon.where({ defaultRole: 'operator' }).build())).roles).toEqual(
      [],
    );
  });

  it('refuses who matches no rule where a match is required, and writes nothing', async () => {
    await rule('strict', 'group', guid(1), 'editor');
    const simon = SignInBuilder.of('strict').where({ requiresRoleMatch: true });
    const refused = await world.refusal(simon.with({ Groups: [guid(2)] }).build());
    expect(refused).toEqual({
      code: 'role_match_required',
      facts: { rules: '1', groups: '1', person: 'b.simon@contoso.com' },
    });
    expect(await world.count('users', 'strict')).toBe(0);
    expect(await world.count('idp_groups', 'strict')).toBe(0);
    expect(
      (await world.signIn(simon.with({ Groups: [guid(1).toUpperCase()] }).build())).roles,
    ).toEqual(['editor']);
  });

  it('mapped roles follow the groups, grants by hand stay', async () => {
    await rule('manual', 'group', guid(1), 'editor');
    const simon = SignInBuilder.of('manual');
    const user = await world.signIn(simon.with({ Groups: guid(1) }).build());
    await grant('manual', user.id, 'administrator');
    await grant('manual', user.id, 'editor');
    const after = await world.signIn(simon.build());
    expect(after.roles).toEqual(['administrator', 'editor', 'viewer']);
    const rows = await world.database.query<{ role: string; source: string }>(
      'SELECT role, source FROM user_roles WHERE user_id = ? ORDER BY role',
      [user.id],
    );
    expect(rows.map(({ role, source }) => `${role} ${source}`)).toEqual([
      'administrator manual',
      'editor manual',
      'viewer mapped',
    ]);
    expect((await world.events('manual')).at(-1)?.details).toEqual({
      before: { mapped: ['editor'], manual: ['administrator', 'editor'] },
      after: { mapped: ['viewer'], manual: ['administrator', 'editor'] },
    });
  });

  it('no rule and no row of any origin makes an operator', async () => {
    await rule('operator', 'attribute', 'boss', 'operator', 'title');
    const user = await world.signIn(SignInBuilder.of('operator').with({ title: 'boss' }).build());
    expect(user.roles).toEqual(['viewer']);
  });

  it('refuses the suspended and changes nothing of them', async () => {
    const simon = SignInBuilder.of('suspended');
    const user = await world.signIn(simon.build());
    await world.execute("UPDATE users SET state = 'suspended' WHERE id = ?", [user.id]);
    const before = await userRow(user.id);
    const changed = simon.with({ [DISPLAY_NAME]: 'Other', Groups: guid(1) }).at(NOW + 9);
    expect(await world.refusal(changed.build())).toEqual({
      code: 'user_suspended',
      facts: { userId: user.id, person: 'b.simon@contoso.com' },
    });
    expect(await userRow(user.id)).toEqual(before);
  });

  it('makes no account where just-in-time accounts are off, and lets those in who have one', async () => {
    const simon = SignInBuilder.of('jit-off');
    const closed = simon.where({ jitEnabled: false });
    expect(await world.refusal(closed.build())).toEqual({
      code: 'user_unknown',
      facts: { person: 'b.simon@contoso.com' },
    });
    await world.signIn(simon.build());
    expect((await world.signIn(closed.build())).isNew).toBe(false);
  });

  it('twenty first sign-ins at once are one user', async () => {
    const simon = SignInBuilder.of('race').with({ Groups: guids(20) });
    const users = await Promise.all(Array.from({ length: 20 }, () => world.signIn(simon.build())));
    expect(new Set(users.map((user) => user.id)).size).toBe(1);
    expect(users.filter((user) => user.isNew)).toHaveLength(1);
    expect(await world.count('users', 'race')).toBe(1);
    expect(await world.count('memberships', 'race')).toBe(20);
    const events = await world.events('race');
    expect(events.map((event) => event.type)).toEqual(['user.created', 'user.roles_changed']);
  });

  it('twenty people with the same new groups at once share the groups', async () => {
    const simon = SignInBuilder.of('crowd').with({ Groups: guids(150) });
    const users = await Promise.all(
      guids(20).map((id) => world.signIn(simon.with({ [OBJECT_ID]: id }).build())),
    );
    expect(new Set(users.map((user) => user.id)).size).toBe(20);
    expect(await world.count('idp_groups', 'crowd')).toBe(150);
    expect(await world.count('memberships', 'crowd')).toBe(3000);
  });

  it('one identifier in two tenants, or from two providers, is two people', async () => {
    const here = await world.signIn(SignInBuilder.of('here').build());
    const there = await world.signIn(SignInBuilder.of('there').build());
    const other = await world.signIn(
      SignInBuilder.of('here').through({ idpEntityId: 'https://idp.example/' }).build(),
    );
    expect(new Set([here.id, there.id, other.id]).size).toBe(3);
  });

  it('a name handed to another person does not merge them', async () => {
    const simon = SignInBuilder.of('reassigned').through({ adoptsByUpnUntilMs: NOW + 1 });
    const first = await world.signIn(simon.build());
    const second = await world.signIn(simon.with({ [OBJECT_ID]: guid(9) }).build());
    expect(second).toMatchObject({ isNew: true, label: first.label });
    expect(second.id).not.toBe(first.id);
    expect(await userRow(first.id)).toMatchObject({ subject: 'B.Simon@contoso.com' });
  });

  it('identifiers that differ in case, accent, form or length only are different people', async () => {
    const ids = ['ann', 'Ann', 'änn', 'a\u0308nn', 'ann\u200b', 'annn', 'ａｎｎ'];
    const simon = SignInBuilder.of('bytes');
    const users = [];
    for (const id of ids) users.push(await world.signIn(simon.with({ [OBJECT_ID]: id }).build()));
    expect(users.every((user) => user.isNew)).toBe(true);
    const blank = await world.refusal(simon.with({ [OBJECT_ID]: 'ann ' }).build());
    expect(blank.code).toBe('subject_malformed');
    expect(await world.count('users', 'bytes')).toBe(ids.length);
  });

  it('group names that differ in case, accent or trailing letters only are different groups', async () => {
    const names = ['Staff', 'staff', 'Stäff', 'Staff\u00a0', 'Staff2'];
    const user = await world.signIn(
      SignInBuilder.of('group-bytes').with({ Groups: names }).build(),
    );
    expect(await groupsOf(user.id)).toEqual([...names].sort());
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database, firstUuidAt, type SqlValue } from '../../src/database/index.js';
import { type ApiWorld, openApiWorld } from '../support/api-world.js';
import { databases } from '../support/databases.js';
import type { HttpClient } from '../support/http-client.js';
import { insertRows } from '../support/insert-rows.js';
import { expectIndex } from '../support/plans.js';

const ALL = ['users:read', 'groups:read', 'roles:read', 'audit:read'] as const;
const USERS_OF_EACH = 3000;
const TABLES = ['users', 'user_roles', 'memberships', 'idp_groups', 'sessions', 'audit_events'];

interface Statement {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
}

describe.each(databases)('the queries of API and administrators’ pages on $kind', (kind) => {
  let world: ApiWorld;
  let key: string;
  let admin: HttpClient;
  let ids: Readonly<Record<'user' | 'group' | 'event', string>>;

  beforeAll(async () => {
    world = await openApiWorld(kind);
    for (const [at, tenantId] of Object.values(world.tenantIds).entries())
      await fill(world, tenantId, at * USERS_OF_EACH);
    if (kind.kind === 'mysql') await world.product.query(`ANALYZE TABLE ${TABLES.join(', ')}`);
    key = await world.key('acme', ALL);
    admin = await world.signedIn('oid-0');
    await world.makeAdministrator('oid-0');
    const idIn = async (table: string) =>
      (
        await world.product.query<{ id: string }>(
          `SELECT id FROM ${table} WHERE tenant_id = ? ORDER BY id DESC LIMIT 1`,
          [world.tenantIds.acme],
        )
      )[0]?.id ?? '';
    ids = {
      user: await world.userId('oid-0'),
      group: await idIn('idp_groups'),
      event: await idIn('audit_events'),
    };
  }, 60_000);

  afterAll(() => world.product.close());

  /** What the product asks outside transactions while `work` runs, the checks of key and session included. */
  const asked = async (work: () => Promise<unknown>): Promise<Statement[]> => {
    const database = world.product.get(Database);
    const query = database.query.bind(database);
    const statements: Statement[] = [];
    database.query = (sql, parameters) => {
      statements.push({ sql, parameters: parameters ?? [] });
      return query(sql, parameters);
    };
    try {
      await work();
    } finally {
      database.query = query;
    }
    return statements;
  };

  it.each([
    '/api/v1/users',
    '/api/v1/users?id={user}',
    '/api/v1/users?subject=person3@acme.example',
    '/api/v1/users?email=person3@mail.example',
    '/api/v1/users?group=even',
    '/api/v1/users?group={group}&state=active',
    '/api/v1/users?role=editor',
    '/api/v1/users?state=suspended',
    '/api/v1/users?q=person',
    '/api/v1/users?q=person&role=editor',
    '/api/v1/users?changedSince=2020-01-01T00:00:00Z',
    '/api/v1/users?changedSince=2020-01-01T00:00:00Z&state=active',
    '/api/v1/users/{user}',
    '/api/v1/users/{user}/groups',
    '/api/v1/users/{user}/roles',
    '/api/v1/groups',
    '/api/v1/groups?value=even',
    '/api/v1/groups/{group}',
    '/api/v1/groups/{group}/members',
    '/api/v1/roles/viewer/members',
    '/api/v1/audit-events',
    '/api/v1/audit-events?personId={user}&outcome=accepted',
    '/api/v1/audit-events/{event}',
  ])('%s goes through an index', async (template) => {
    const path = template.replace(/\{(\w+)\}/, (_, name: keyof typeof ids) => ids[name]);
    const statements = await asked(async () => {
      const { status } = await world.get(path, key);
      expect(status).toBe(200);
    });
    expect(statements.length).toBeGreaterThan(1); // the key, and what was asked; the tenant is at hand
    for (const statement of statements) await expectIndex(world.product, statement);
  });

  it.each([
    '/admin/users',
    '/admin/users?q=person&state=active',
    '/admin/users/{user}',
    '/admin/connection',
  ])('%s goes through an index', async (template) => {
    const path = template.replace('{user}', ids.user);
    const statements = await asked(async () => {
      expect((await admin.get(path)).status).toBe(200);
    });
    for (const statement of statements) await expectIndex(world.product, statement);
  });
});

/** People who have signed in long ago, each a viewer, every 50th an editor, in one of 30 groups. */
async function fill(world: ApiWorld, tenantId: string, offset: number): Promise<void> {
  const at = (n: number) => firstUuidAt(1_700_000_000_000 + offset + n);
  const groupAt = (n: number) => firstUuidAt(1_600_000_000_000 + offset + (n % 30));
  const numbers = Array.from({ length: USERS_OF_EACH }, (_, n) => n);
  const users = numbers.map((n): SqlValue[] => {
    const name = `somebody${n.toString()}@acme.example`;
    const state = n % 500 === 0 ? 'suspended' : 'active';
    const names = [name, name, name, name, `Somebody ${n.toString()}`];
    return [
      at(n),
      tenantId,
      `hash-${n.toString()}`,
      'idp',
      n.toString(),
      ...names,
      state,
      0,
      1,
      n,
      n,
    ];
  });
  const roles = numbers.flatMap((n): SqlValue[][] => [
    [at(n), 'viewer', 'mapped', tenantId, n],
    ...(n % 50 === 0 ? [[at(n), 'editor', 'manual', tenantId, n]] : []),
  ]);
  const groups = numbers
    .slice(0, 30)
    .map((n): SqlValue[] => [
      groupAt(n),
      tenantId,
      `group-${n.toString()}`,
      `hash-${n.toString()}`,
      n,
    ]);
  await insertRows(
    world.product,
    'users (id, tenant_id, identity_hash, idp_entity_id, stable_id, subject, subject_lower, email, email_lower, display_name, state, sessions_not_before_ms, groups_known, created_at_ms, updated_at_ms)',
    users,
  );
  await insertRows(world.product, 'user_roles (user_id, role, source, tenant_id, since_ms)', roles);
  await insertRows(
    world.product,
    'idp_groups (id, tenant_id, value, value_hash, first_seen_at_ms)',
    groups,
  );
  await insertRows(
    world.product,
    'memberships (user_id, group_id, tenant_id, since_ms)',
    numbers.map((n) => [at(n), groupAt(n), tenantId, n]),
  );
}

import type { Queryable, Transaction } from '../database/index.js';
import type { Person } from './domain/person.js';
import { groupHash } from './domain/read-groups.js';
import type { MappingRule } from './domain/resolve-roles.js';
import { chunksOf, placeholders } from './sql-lists.js';

/** What provisioning needs of a user's row. */
export interface UserRow extends Person {
  readonly id: string;
  readonly idpEntityId: string;
  readonly stableId: string;
  readonly state: 'active' | 'suspended';
  readonly groupsKnown: number;
}

const SELECT = `SELECT id, idp_entity_id AS idpEntityId, stable_id AS stableId, subject, email,
    display_name AS displayName, given_name AS givenName, surname, state, groups_known AS groupsKnown
  FROM users`;

/**
 * Locked until the end of the transaction, so that two sign-ins of one person follow one another. Where there is no row
 * there is no lock either: at READ COMMITTED nothing holds the gap in which a newcomer will be inserted.
 */
export async function findByIdentity(
  tx: Transaction,
  tenantId: string,
  hash: string,
): Promise<UserRow | null> {
  const rows = await tx.query<UserRow>(
    `${SELECT} WHERE tenant_id = ? AND identity_hash = ?${tx.forUpdate}`,
    [tenantId, hash],
  );
  return rows[0] ?? null;
}

/** Those who bear the alias, locked; two are enough to know that it names nobody. */
export function findByAlias(
  tx: Transaction,
  tenantId: string,
  subjectLower: string,
): Promise<UserRow[]> {
  return tx.query<UserRow>(
    `${SELECT} WHERE tenant_id = ? AND subject_lower = ? ORDER BY id LIMIT 2${tx.forUpdate}`,
    [tenantId, subjectLower],
  );
}

/** What a user has beside the row. */
export interface Standing {
  readonly mappedRoles: readonly string[];
  readonly manualRoles: readonly string[];
  /** Group value -> group id. */
  readonly groups: ReadonlyMap<string, string>;
}

export const NO_STANDING: Standing = { mappedRoles: [], manualRoles: [], groups: new Map() };

interface StandingRow {
  readonly kind: 'mapped' | 'manual' | 'group' | 'rule' | 'asserted';
  readonly id: string;
  readonly value: string;
  readonly attributeName: string | null;
  readonly role: string | null;
}

const STANDING = `SELECT r.source AS kind, r.role AS id, r.role AS value, NULL AS attributeName, NULL AS role
    FROM user_roles r WHERE r.user_id = ?
  UNION ALL
  SELECT 'group' AS kind, g.id AS id, g.value AS value, NULL AS attributeName, NULL AS role
    FROM memberships m JOIN idp_groups g ON g.id = m.group_id WHERE m.user_id = ?`;

const RULES = `SELECT 'rule' AS kind, source AS id, value, attribute_name AS attributeName, role
    FROM mapping_rules WHERE tenant_id = ?`;

const GROUPS = `SELECT 'asserted' AS kind, id, value, NULL AS attributeName, NULL AS role
    FROM idp_groups WHERE tenant_id = ? AND value_hash IN`;

/** Ids of groups by their values. */
export type GroupIds = ReadonlyMap<string, string>;

/** Roles and groups in one round trip. */
export async function readStanding(q: Queryable, userId: string): Promise<Standing> {
  return standingOf(await q.query<StandingRow>(STANDING, [userId, userId]));
}

/** What everybody's first sign-in reads, in one round trip: the rules, and which of these groups there are. */
export async function readRulesAndGroups(
  q: Queryable,
  tenantId: string,
  values: readonly string[],
): Promise<{ readonly rules: readonly MappingRule[]; readonly groupIds: GroupIds }> {
  const [chunk = []] = chunksOf(values); // few have more: the others are read when they are written
  const groups = `${GROUPS} (${placeholders(chunk.length)})`;
  const rows =
    chunk.length === 0
      ? await q.query<StandingRow>(RULES, [tenantId])
      : await q.query<StandingRow>(`${RULES} UNION ALL ${groups}`, [
          ...[tenantId, tenantId],
          ...chunk.map(groupHash),
        ]);
  const asserted = rows.filter(({ kind }) => kind === 'asserted');
  return { rules: rulesOf(rows), groupIds: new Map(asserted.map(({ value, id }) => [value, id])) };
}

/** Both, in one round trip: what every returning person's sign-in reads. */
export async function readStandingAndRules(
  q: Queryable,
  tenantId: string,
  userId: string,
): Promise<{ readonly standing: Standing; readonly rules: readonly MappingRule[] }> {
  const parameters = [userId, userId, tenantId];
  const rows = await q.query<StandingRow>(`${STANDING} UNION ALL ${RULES}`, parameters);
  return { standing: standingOf(rows), rules: rulesOf(rows) };
}

function standingOf(rows: readonly StandingRow[]): Standing {
  const ofKind = (kind: StandingRow['kind']) => rows.filter((row) => row.kind === kind);
  return {
    mappedRoles: ofKind('mapped').map((row) => row.id),
    manualRoles: ofKind('manual').map((row) => row.id),
    groups: new Map(ofKind('group').map((row) => [row.value, row.id])),
  };
}

function rulesOf(rows: readonly StandingRow[]): MappingRule[] {
  return rows.flatMap(({ kind, id, attributeName, value, role }) =>
    kind === 'rule' && role !== null
      ? [{ source: id as MappingRule['source'], attributeName, value, role }]
      : [],
  );
}

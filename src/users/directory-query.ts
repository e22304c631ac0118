import type { SqlValue } from '../database/index.js';
import { lowerCase } from './domain/person.js';

/** Conditions on the users of a tenant; all of those given must hold. */
export interface UserFilter {
  readonly id?: string;
  /** The alias, whole; case does not count. */
  readonly subject?: string;
  /** The e-mail address, whole; case does not count. Several people may have it. */
  readonly email?: string;
  readonly groupId?: string;
  /** Mapped or given by hand. */
  readonly role?: string;
  readonly state?: 'active' | 'suspended';
  /** Profile, groups, roles or state changed then or later. See CHANGED_SINCE_OVERLAP_MS. */
  readonly changedSinceMs?: number;
  /** What alias or e-mail address begins with; case does not count. */
  readonly prefix?: string;
}

/** A place in a list: the sort key (empty where that is the id alone) and the id of the last user seen. */
export type PageKey = readonly [key: string | number, id: string];

export type Sort = 'id' | 'updatedAtMs' | 'subjectLower' | 'emailLower';

export interface UserQuery {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
}

interface Part {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
}

const COLUMNS = `u.id AS id, u.subject AS subject, u.subject_lower AS subjectLower, u.email AS email,
    u.email_lower AS emailLower, u.display_name AS displayName, u.given_name AS givenName, u.surname AS surname,
    u.state AS state, u.groups_known AS groupsKnown, u.created_at_ms AS createdAtMs, u.updated_at_ms AS updatedAtMs,
    u.last_sign_in_at_ms AS lastSignInAtMs`;

const SORT_COLUMNS: Record<Exclude<Sort, 'id'>, string> = {
  updatedAtMs: 'u.updated_at_ms',
  subjectLower: 'u.subject_lower',
  emailLower: 'u.email_lower',
};

/** The largest code point: in both databases text that begins with a prefix sorts before prefix + this. */
const AFTER_ALL = '\u{10FFFF}';

/**
 * One page of users as one statement. Group and role lead through their own tables' indexes, where one is asked for;
 * everything else through an index of `users` that begins with the tenant. Conditions beside the leading one are checked
 * on the rows that it finds.
 */
export function userQuery(
  tenantId: string,
  filter: UserFilter,
  page: { readonly sort: Sort; readonly after: PageKey | null; readonly limit: number },
): UserQuery {
  const { from, idColumn } = leadOf(filter, page.sort);
  const parts = [
    from.where(tenantId),
    { sql: 'u.tenant_id = ?', parameters: [tenantId] },
    ...conditionsOf(filter, page.sort, from.table),
    sortPart(filter, page.sort, page.after, idColumn),
  ].filter((part) => part.sql !== '');
  const order = page.sort === 'id' ? idColumn : `${SORT_COLUMNS[page.sort]}, ${idColumn}`;
  return {
    sql: `SELECT ${COLUMNS} FROM ${from.sql} WHERE ${parts.map((part) => part.sql).join(' AND ')}
      ORDER BY ${order} LIMIT ?`,
    parameters: [...parts.flatMap((part) => part.parameters), page.limit],
  };
}

interface Lead {
  readonly table: 'users' | 'memberships' | 'user_roles';
  readonly sql: string;
  readonly where: (tenantId: string) => Part;
}

function leadOf(filter: UserFilter, sort: Sort): { from: Lead; idColumn: string } {
  const isOneUser =
    filter.id !== undefined || filter.subject !== undefined || filter.email !== undefined;
  if (sort === 'id' && !isOneUser && filter.groupId !== undefined)
    return { from: throughGroup(filter.groupId), idColumn: 'm.user_id' };
  if (sort === 'id' && !isOneUser && filter.role !== undefined)
    return { from: throughRole(filter.role), idColumn: 'r.user_id' };
  return {
    from: { table: 'users', sql: 'users u', where: () => ({ sql: '', parameters: [] }) },
    idColumn: 'u.id',
  };
}

function throughGroup(groupId: string): Lead {
  return {
    table: 'memberships',
    sql: 'memberships m JOIN users u ON u.id = m.user_id',
    where: (tenantId) => ({
      sql: 'm.tenant_id = ? AND m.group_id = ?',
      parameters: [tenantId, groupId],
    }),
  };
}

/**
 * A role both mapped and given by hand is two rows: the mapped one stands for both. A join, because MariaDB makes a NOT
 * EXISTS into a table of everybody's roles for each page.
 */
function throughRole(role: string): Lead {
  return {
    table: 'user_roles',
    sql: `user_roles r JOIN users u ON u.id = r.user_id
      LEFT JOIN user_roles o ON o.user_id = r.user_id AND o.role = r.role AND o.source = 'mapped'`,
    where: (tenantId) => ({
      sql: "r.tenant_id = ? AND r.role = ? AND (r.source = 'mapped' OR o.user_id IS NULL)",
      parameters: [tenantId, role],
    }),
  };
}

function conditionsOf(filter: UserFilter, sort: Sort, lead: Lead['table']): Part[] {
  const parts: Part[] = [];
  const add = (sql: string, ...parameters: SqlValue[]) => parts.push({ sql, parameters });
  if (filter.id !== undefined) add('u.id = ?', filter.id);
  if (filter.subject !== undefined) add('u.subject_lower = ?', lowerCase(filter.subject));
  if (filter.email !== undefined) add('u.email_lower = ?', lowerCase(filter.email));
  if (filter.state !== undefined) add('u.state = ?', filter.state);
  if (filter.changedSinceMs !== undefined && sort !== 'updatedAtMs')
    add('u.updated_at_ms >= ?', filter.changedSinceMs);
  if (filter.groupId !== undefined && lead !== 'memberships')
    add(
      'EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = u.id AND m.group_id = ?)',
      filter.groupId,
    );
  if (filter.role !== undefined && lead !== 'user_roles')
    add('EXISTS (SELECT 1 FROM user_roles r WHERE r.user_id = u.id AND r.role = ?)', filter.role);
  if (filter.prefix !== undefined && (sort === 'id' || sort === 'updatedAtMs'))
    parts.push(prefixPart(lowerCase(filter.prefix)));
  return parts;
}

/** As a condition on rows found otherwise. In the list that is sorted by it, sortPart does it. */
function prefixPart(prefix: string): Part {
  const range = (column: string) => `(${column} >= ? AND ${column} < ?)`;
  const bounds = [prefix, prefix + AFTER_ALL];
  return {
    sql: `(${range('u.subject_lower')} OR ${range('u.email_lower')})`,
    parameters: [...bounds, ...bounds],
  };
}

/**
 * Where the page begins and the list ends. One lower bound, the higher one of list and cursor, because that is what an
 * index is entered by; the cursor's id is then checked on the rows found.
 */
function sortPart(filter: UserFilter, sort: Sort, after: PageKey | null, idColumn: string): Part {
  const conditions: string[] = [];
  const parameters: SqlValue[] = [];
  const add = (sql: string, ...values: SqlValue[]) => {
    conditions.push(sql);
    parameters.push(...values);
  };
  if (sort === 'id') {
    if (after) add(`${idColumn} > ?`, after[1]);
  } else if (sort === 'updatedAtMs') {
    add('u.updated_at_ms >= ?', Math.max(filter.changedSinceMs ?? 0, Number(after?.[0] ?? 0)));
  } else {
    const prefix = lowerCase(filter.prefix ?? '');
    const key = String(after?.[0] ?? '');
    add(`${SORT_COLUMNS[sort]} >= ?`, key > prefix ? key : prefix);
    add(`${SORT_COLUMNS[sort]} < ?`, prefix + AFTER_ALL);
  }
  if (after && sort !== 'id')
    add(`(${SORT_COLUMNS[sort]} > ? OR ${idColumn} > ?)`, after[0], after[1]);
  return { sql: conditions.join(' AND '), parameters };
}

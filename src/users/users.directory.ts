import { Injectable } from '@nestjs/common';
import type { Queryable } from '../database/index.js';
import { type FoundUser, type Page, pageOf } from './directory-pages.js';
import type { PageKey, UserFilter } from './directory-query.js';
import type { Person } from './domain/person.js';
import { canonicalGroupValue, groupHash } from './domain/read-groups.js';
import { inRoleOrder } from './role-order.js';
import { placeholders } from './sql-lists.js';

/**
 * For readers that follow `changedSinceMs`: `updatedAtMs` is taken before COMMIT, so a change can appear behind a place
 * that was already read. Ask each time from this much before the newest `updatedAtMs` seen, and drop what was seen (same
 * id and updatedAtMs). Longer than any transaction lasts and than clocks of two instances may differ.
 */
export const CHANGED_SINCE_OVERLAP_MS = 60_000;

export interface RolesOfUser {
  /** Follow the identity provider. */
  readonly mapped: readonly string[];
  /** Given by hand. */
  readonly manual: readonly string[];
  /** Both together, each once. */
  readonly effective: readonly string[];
}

export interface ListedUser extends Person {
  readonly id: string;
  readonly state: 'active' | 'suspended';
  readonly roles: RolesOfUser;
  /** No: the identity provider could not tell at the last sign-in; the groups are those known before. */
  readonly groupsKnown: boolean;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly lastSignInAtMs: number | null;
}

export interface Group {
  readonly id: string;
  readonly value: string;
  readonly firstSeenAtMs: number;
}

export interface GroupsOfUser {
  readonly isKnown: boolean;
  readonly values: readonly string[];
  readonly groups: readonly {
    readonly id: string;
    readonly value: string;
    readonly sinceMs: number;
  }[];
}

export interface RoleOfUser {
  readonly role: string;
  readonly source: 'mapped' | 'manual';
  readonly sinceMs: number;
}

export interface UserAdministration {
  readonly idpEntityId: string;
  readonly stableId: string;
  readonly roles: readonly RoleOfUser[];
}

export interface UserDetail extends ListedUser {
  readonly groups: GroupsOfUser['groups'];
}

/** What others may know of users and groups. Reads only, always of one tenant, every query by an index. */
@Injectable()
export class UsersDirectory {
  /**
   * In the order of their ids, which is that in which they were made; with `changedSinceMs` and no other lead in that of
   * their changes; with `prefix` and no other lead in that of alias or e-mail address.
   * @param after `next` of the page before, which was asked with the same filter
   */
  async list(
    q: Queryable,
    tenantId: string,
    filter: UserFilter,
    where: { readonly after: PageKey | null; readonly limit: number },
  ): Promise<Page<ListedUser, PageKey>> {
    const page = await pageOf(q, tenantId, filter, where);
    return { items: await this.withRoles(q, page.items), next: page.next };
  }

  /** One user with roles and groups, or null: unknown, or another tenant's. */
  async find(q: Queryable, tenantId: string, userId: string): Promise<UserDetail | null> {
    const page = await this.list(q, tenantId, { id: userId }, { after: null, limit: 1 });
    const [user] = page.items;
    if (!user) return null;
    const { groups } = await this.groupsOf(q, tenantId, userId);
    return { ...user, groups };
  }

  /** The groups last known, by value. One query. Nobody of that id: known and none. */
  async groupsOf(q: Queryable, tenantId: string, userId: string): Promise<GroupsOfUser> {
    const rows = await q.query<{
      groupsKnown: number;
      id: string | null;
      value: string | null;
      sinceMs: number | null;
    }>(
      `SELECT u.groups_known AS groupsKnown, g.id AS id, g.value AS value, m.since_ms AS sinceMs
        FROM users u LEFT JOIN memberships m ON m.user_id = u.id LEFT JOIN idp_groups g ON g.id = m.group_id
        WHERE u.id = ? AND u.tenant_id = ?`,
      [userId, tenantId],
    );
    const groups = rows
      .flatMap(({ id, value, sinceMs }) =>
        id === null || value === null || sinceMs === null ? [] : [{ id, value, sinceMs }],
      )
      .sort((a, b) => (a.value < b.value ? -1 : 1));
    return {
      isKnown: (rows[0]?.groupsKnown ?? 1) === 1,
      values: groups.map((group) => group.value),
      groups,
    };
  }

  /** What only administrators see of a user: the identity that the account is keyed on, and each role with its origin. */
  async administrationOf(
    q: Queryable,
    tenantId: string,
    userId: string,
  ): Promise<UserAdministration | null> {
    const [identity] = await q.query<Pick<UserAdministration, 'idpEntityId' | 'stableId'>>(
      'SELECT idp_entity_id AS idpEntityId, stable_id AS stableId FROM users WHERE id = ? AND tenant_id = ?',
      [userId, tenantId],
    );
    if (!identity) return null;
    const roles = await q.query<RoleOfUser>(
      'SELECT role, source, since_ms AS sinceMs FROM user_roles WHERE user_id = ? ORDER BY role, source',
      [userId],
    );
    return { ...identity, roles };
  }

  /** Groups in the order in which the identity provider first named them. Their members: list with `groupId`. */
  async listGroups(
    q: Queryable,
    tenantId: string,
    { after, limit }: { readonly after: string | null; readonly limit: number },
  ): Promise<Page<Group, string>> {
    const rows = await q.query<Group>(
      `SELECT id, value, first_seen_at_ms AS firstSeenAtMs FROM idp_groups
        WHERE tenant_id = ? AND id > ? ORDER BY id LIMIT ?`,
      [tenantId, after ?? '', limit + 1],
    );
    const items = rows.slice(0, limit);
    return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
  }

  async findGroup(q: Queryable, tenantId: string, groupId: string): Promise<Group | null> {
    const rows = await q.query<Group>(
      'SELECT id, value, first_seen_at_ms AS firstSeenAtMs FROM idp_groups WHERE id = ? AND tenant_id = ?',
      [groupId, tenantId],
    );
    return rows[0] ?? null;
  }

  /** By object id (in any case) or name (byte for byte), as the identity provider sends it. */
  async findGroupByValue(q: Queryable, tenantId: string, value: string): Promise<Group | null> {
    const rows = await q.query<Group>(
      `SELECT id, value, first_seen_at_ms AS firstSeenAtMs FROM idp_groups
        WHERE tenant_id = ? AND value_hash = ?`,
      [tenantId, groupHash(canonicalGroupValue(value))],
    );
    return rows[0] ?? null;
  }

  private async withRoles(q: Queryable, users: readonly FoundUser[]): Promise<ListedUser[]> {
    if (users.length === 0) return [];
    const rows = await q.query<{ userId: string; role: string; source: string }>(
      `SELECT user_id AS userId, role, source FROM user_roles
        WHERE user_id IN (${placeholders(users.length)})`,
      users.map((user) => user.id),
    );
    return users.map(({ subjectLower: _alias, emailLower: _email, groupsKnown, ...user }) => {
      const ofSource = (source: string) =>
        rows
          .filter((row) => row.userId === user.id && row.source === source)
          .map((row) => row.role);
      const [mapped, manual] = [ofSource('mapped'), ofSource('manual')];
      return {
        ...user,
        groupsKnown: groupsKnown === 1,
        roles: {
          mapped: inRoleOrder(mapped),
          manual: inRoleOrder(manual),
          effective: inRoleOrder([...mapped, ...manual]),
        },
      };
    });
  }
}

import type { Group, ListedUser, UserDetail } from '../../users/index.js';
import { timeText } from '../answers.js';

/** What the API answers about people. Every field is always there; what is not known is null. */
export interface UserJson {
  readonly id: string;
  readonly subject: string | null;
  readonly email: string | null;
  readonly displayName: string;
  readonly givenName: string | null;
  readonly surname: string | null;
  readonly state: 'active' | 'suspended';
  readonly roles: readonly string[];
  readonly groupsKnown: boolean;
  readonly createdAt: string; // times: RFC 3339, UTC, milliseconds
  readonly updatedAt: string;
  readonly lastSignInAt: string | null;
}

export interface UserDetailJson extends UserJson {
  readonly groups: readonly string[];
}

export interface UserGroupsJson {
  readonly known: boolean;
  readonly items: readonly {
    readonly id: string;
    readonly value: string;
    readonly since: string;
  }[];
}

export interface UserRolesJson {
  readonly effective: readonly string[];
  readonly mapped: readonly string[];
  readonly manual: readonly string[];
}

export interface GroupJson {
  readonly id: string;
  readonly value: string;
  readonly firstSeenAt: string;
}

export interface RoleJson {
  readonly name: string;
}

export function userJson(user: ListedUser): UserJson {
  return {
    id: user.id,
    subject: user.subject,
    email: user.email,
    displayName: user.displayName,
    givenName: user.givenName,
    surname: user.surname,
    state: user.state,
    roles: user.roles.effective,
    groupsKnown: user.groupsKnown,
    createdAt: timeText(user.createdAtMs),
    updatedAt: timeText(user.updatedAtMs),
    lastSignInAt: timeText(user.lastSignInAtMs),
  };
}

export function userDetailJson(user: UserDetail): UserDetailJson {
  return { ...userJson(user), groups: user.groups.map(({ value }) => value) };
}

export function userGroupsJson(user: UserDetail): UserGroupsJson {
  const items = user.groups.map(({ id, value, sinceMs }) => ({
    id,
    value,
    since: timeText(sinceMs),
  }));
  return { known: user.groupsKnown, items };
}

export function userRolesJson({ roles }: UserDetail): UserRolesJson {
  return { effective: roles.effective, mapped: roles.mapped, manual: roles.manual };
}

export function groupJson(group: Group): GroupJson {
  return { id: group.id, value: group.value, firstSeenAt: timeText(group.firstSeenAtMs) };
}

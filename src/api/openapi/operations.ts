import { CHANGED_SINCE_OVERLAP_MS } from '../../users/index.js';
import { pageQuery, type ParameterText } from '../parameters.js';
import { auditEventsQuery } from '../v1/audit-events.dto.js';
import { groupsQuery, usersQuery } from '../v1/users.dto.js';
import type { AnswerName } from './examples.js';

/** One route of the API: what the document says of it. A test compares the list with the routes that there are. */
export interface Operation {
  readonly path: string;
  readonly operationId: string;
  readonly tag: 'Users' | 'Groups' | 'Roles' | 'Audit log';
  readonly scope: 'users:read' | 'groups:read' | 'roles:read' | 'audit:read';
  readonly summary: string;
  readonly description?: string;
  readonly query?: Readonly<Record<string, ParameterText>>;
  readonly answer: AnswerName;
}

const OVERLAP_SECONDS = CHANGED_SINCE_OVERLAP_MS / 1000;

const CHANGED_SINCE =
  'All filters given must hold. The order is that of the ids, which is that in which the accounts were made; with `q` that of the texts found; ' +
  'with `changedSince` and nothing narrower that of the changes.\n\n' +
  'To follow changes: a change becomes visible when it commits, which may be after a later one. Ask each time from ' +
  `${OVERLAP_SECONDS.toString()} seconds before the newest \`updatedAt\` that you have seen, and drop what you know (same \`id\` and \`updatedAt\`).`;

const users: readonly Operation[] = [
  {
    path: '/api/v1/users',
    operationId: 'listUsers',
    tag: 'Users',
    scope: 'users:read',
    summary: 'List users',
    description: CHANGED_SINCE,
    query: usersQuery,
    answer: 'UserPage',
  },
  {
    path: '/api/v1/users/{id}',
    operationId: 'getUser',
    tag: 'Users',
    scope: 'users:read',
    summary: 'One user, with groups',
    answer: 'UserDetail',
  },
  {
    path: '/api/v1/users/{id}/groups',
    operationId: 'listGroupsOfUser',
    tag: 'Users',
    scope: 'users:read',
    summary: 'A user’s groups',
    description: 'Those last known; `known` says whether the last sign-in could tell.',
    answer: 'UserGroups',
  },
  {
    path: '/api/v1/users/{id}/roles',
    operationId: 'listRolesOfUser',
    tag: 'Users',
    scope: 'users:read',
    summary: 'A user’s roles, mapped and manual apart',
    answer: 'UserRoles',
  },
];

const groups: readonly Operation[] = [
  {
    path: '/api/v1/groups',
    operationId: 'listGroups',
    tag: 'Groups',
    scope: 'groups:read',
    summary: 'List groups that sign-ins have named',
    query: groupsQuery,
    answer: 'GroupPage',
  },
  {
    path: '/api/v1/groups/{id}',
    operationId: 'getGroup',
    tag: 'Groups',
    scope: 'groups:read',
    summary: 'One group',
    answer: 'Group',
  },
  {
    path: '/api/v1/groups/{id}/members',
    operationId: 'listMembersOfGroup',
    tag: 'Groups',
    scope: 'users:read',
    summary: 'Who is in a group',
    description: 'Shows people, so it needs the scope for people.',
    query: pageQuery,
    answer: 'UserPage',
  },
];

const roles: readonly Operation[] = [
  {
    path: '/api/v1/roles',
    operationId: 'listRoles',
    tag: 'Roles',
    scope: 'roles:read',
    summary: 'The roles that there are',
    description: 'The most powerful first.',
    answer: 'RolePage',
  },
  {
    path: '/api/v1/roles/{role}/members',
    operationId: 'listMembersOfRole',
    tag: 'Roles',
    scope: 'users:read',
    summary: 'Who has a role',
    description: 'Mapped or given by hand. Shows people, so it needs the scope for people.',
    query: pageQuery,
    answer: 'UserPage',
  },
];

const auditEvents: readonly Operation[] = [
  {
    path: '/api/v1/audit-events',
    operationId: 'listAuditEvents',
    tag: 'Audit log',
    scope: 'audit:read',
    summary: 'List events, newest first',
    description:
      'Every read is itself an event. A page may be shorter than `limit`, even empty, and still have a next one: a search for what is rare ' +
      'stops now and then to answer.',
    query: auditEventsQuery,
    answer: 'AuditEventPage',
  },
  {
    path: '/api/v1/audit-events/{id}',
    operationId: 'getAuditEvent',
    tag: 'Audit log',
    scope: 'audit:read',
    summary: 'One event',
    description: 'The read is itself an event.',
    answer: 'AuditEvent',
  },
];

export const operations: readonly Operation[] = [...users, ...groups, ...roles, ...auditEvents];

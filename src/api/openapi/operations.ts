import { auditOutcomes, auditTypes } from '../../audit/index.js';
import { ROLES } from '../../tenants/index.js';
import { CHANGED_SINCE_OVERLAP_MS } from '../../users/index.js';
import { DEFAULT_LIMIT, MAX_LIMIT } from '../parameters.js';

export interface QueryParameter {
  readonly name: string;
  readonly description: string;
  readonly schema: Readonly<Record<string, unknown>>;
  readonly example?: string | number;
}

/** One route of the API: what the document says of it. A test compares the list with the routes that are there. */
export interface Operation {
  readonly path: string;
  readonly operationId: string;
  readonly tag: 'Users' | 'Groups' | 'Roles' | 'Audit log';
  readonly scope: string;
  readonly summary: string;
  readonly description?: string;
  readonly query?: readonly QueryParameter[];
  readonly answer: string; // a schema's name
}

const anyText = { type: 'string' };
const time = { type: 'string', format: 'date-time' };
const anyId = { type: 'string', format: 'uuid' };

const paging: readonly QueryParameter[] = [
  {
    name: 'limit',
    description: `Items on a page: ${DEFAULT_LIMIT.toString()} unless given, at most ${MAX_LIMIT.toString()}.`,
    schema: { type: 'integer', minimum: 1, maximum: MAX_LIMIT, default: DEFAULT_LIMIT },
  },
  {
    name: 'cursor',
    description: 'nextCursor of the page before, with the same filters.',
    schema: anyText,
  },
];

export const operations: readonly Operation[] = [
  {
    path: '/api/v1/users',
    operationId: 'listUsers',
    tag: 'Users',
    scope: 'users:read',
    summary: 'List users',
    description:
      'All filters given must hold. With changedSince and no other lead the order is that of the changes. A change becomes visible when it ' +
      `commits, which may be after a later one: ask each time from ${(CHANGED_SINCE_OVERLAP_MS / 1000).toString()} seconds before the newest updatedAt that you have seen, and ` +
      'drop what you know (same id and updatedAt).',
    query: [
      { name: 'id', description: 'This user.', schema: anyId },
      {
        name: 'subject',
        description: 'The alias, whole; case does not count.',
        schema: anyText,
        example: 'B.Simon@acme.example',
      },
      {
        name: 'email',
        description: 'The e-mail address, whole; case does not count. Several people may have it.',
        schema: anyText,
      },
      {
        name: 'group',
        description: 'In this group: our id, or the value that the identity provider sends.',
        schema: anyText,
      },
      {
        name: 'role',
        description: 'With this role, mapped or given by hand.',
        schema: { type: 'string', enum: ROLES },
      },
      {
        name: 'state',
        description: 'Active or suspended.',
        schema: { type: 'string', enum: ['active', 'suspended'] },
      },
      { name: 'q', description: 'What alias or e-mail address begins with.', schema: anyText },
      {
        name: 'changedSince',
        description: 'Changed at that time or later.',
        schema: time,
        example: '2026-11-24T14:05:09Z',
      },
      ...paging,
    ],
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
  {
    path: '/api/v1/groups',
    operationId: 'listGroups',
    tag: 'Groups',
    scope: 'groups:read',
    summary: 'List groups that sign-ins have named',
    query: [
      {
        name: 'value',
        description: 'This group, by the value that the identity provider sends.',
        schema: anyText,
      },
      ...paging,
    ],
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
    scope: 'groups:read',
    summary: 'Who is in a group',
    query: paging,
    answer: 'UserPage',
  },
  {
    path: '/api/v1/roles',
    operationId: 'listRoles',
    tag: 'Roles',
    scope: 'roles:read',
    summary: 'The roles that there are',
    query: paging,
    answer: 'RolePage',
  },
  {
    path: '/api/v1/roles/{role}/members',
    operationId: 'listMembersOfRole',
    tag: 'Roles',
    scope: 'roles:read',
    summary: 'Who has a role',
    query: paging,
    answer: 'UserPage',
  },
  {
    path: '/api/v1/audit-events',
    operationId: 'listAuditEvents',
    tag: 'Audit log',
    scope: 'audit:read',
    summary: 'List events, newest first',
    description:
      'Every read is itself an event. A page may be shorter than limit and still have a nextCursor.',
    query: [
      { name: 'from', description: 'Not before.', schema: time },
      { name: 'to', description: 'Before.', schema: time },
      {
        name: 'person',
        description: 'About whom: alias or e-mail address, whole.',
        schema: anyText,
      },
      { name: 'personId', description: 'About whom, by our id.', schema: anyId },
      { name: 'actorId', description: 'Who did it, by our id.', schema: anyId },
      { name: 'ip', description: 'From where.', schema: anyText, example: '203.0.113.9' },
      {
        name: 'reason',
        description: 'The code of a refusal.',
        schema: anyText,
        example: 'user_suspended',
      },
      { name: 'type', description: 'What happened.', schema: { type: 'string', enum: auditTypes } },
      {
        name: 'outcome',
        description: 'How it ended.',
        schema: { type: 'string', enum: auditOutcomes },
      },
      {
        name: 'reference',
        description: 'The number on the page that the person saw.',
        schema: anyText,
        example: '7F3K9-QX2MD',
      },
      ...paging,
    ],
    answer: 'AuditEventPage',
  },
  {
    path: '/api/v1/audit-events/{id}',
    operationId: 'getAuditEvent',
    tag: 'Audit log',
    scope: 'audit:read',
    summary: 'One event',
    answer: 'AuditEvent',
  },
];

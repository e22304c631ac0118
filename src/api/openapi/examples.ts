import type { AuditEventJson } from '../../audit/index.js';
import type { ProblemBody } from '../../http/index.js';
import type { PageJson } from '../answers.js';
import type {
  GroupJson,
  RoleJson,
  UserDetailJson,
  UserGroupsJson,
  UserJson,
  UserRolesJson,
} from '../v1/people-json.js';

/** What there is to answer, by the name of its schema. */
export interface Answered {
  readonly UserPage: PageJson<UserJson>;
  readonly UserDetail: UserDetailJson;
  readonly UserGroups: UserGroupsJson;
  readonly UserRoles: UserRolesJson;
  readonly GroupPage: PageJson<GroupJson>;
  readonly Group: GroupJson;
  readonly RolePage: PageJson<RoleJson>;
  readonly AuditEventPage: PageJson<AuditEventJson>;
  readonly AuditEvent: AuditEventJson;
  readonly Problem: ProblemBody;
}

export type AnswerName = Exclude<keyof Answered, 'Problem'>;

export const EXAMPLE_ID = '019a2b3c-4d5e-7f60-8a1b-2c3d4e5f6071';
const GROUP_ID = '019a2b3c-5e6f-7a71-8b2c-3d4e5f607182';
const GROUP_VALUE = 'c1f0a9e2-7b43-4b8e-9f6d-2a1b3c4d5e6f';
const TENANT_ID = '019a2b3c-0001-7000-8000-0000000000ac';

const user: UserJson = {
  id: EXAMPLE_ID,
  subject: 'B.Simon@acme.example',
  email: 'britta.simon@acme.example',
  displayName: 'Britta Simon',
  givenName: 'Britta',
  surname: 'Simon',
  state: 'active',
  roles: ['editor'],
  groupsKnown: true,
  createdAt: '2026-09-01T08:30:00.000Z',
  updatedAt: '2026-11-20T09:12:44.301Z',
  lastSignInAt: '2026-11-24T14:05:09.123Z',
};
const group: GroupJson = {
  id: GROUP_ID,
  value: GROUP_VALUE,
  firstSeenAt: '2026-09-01T08:30:00.000Z',
};
const event: AuditEventJson = {
  id: '019ab5f2-3c63-7a10-9c1d-0a1b2c3d4e5f',
  time: '2026-11-24T14:05:09.123Z',
  tenantId: TENANT_ID,
  type: 'sign_in',
  outcome: 'refused',
  reason: 'user_suspended',
  actor: { kind: 'anonymous', id: null, label: null },
  target: null,
  personId: EXAMPLE_ID,
  person: 'b.simon@acme.example',
  connectionId: '019a2b3c-0002-7000-8000-0000000000c0',
  ip: '203.0.113.9',
  userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)',
  requestId: '5c3f5dfa-225f-449e-a0df-cf4ab2fe442a',
  reference: '7F3K9-QX2MD',
  details: { facts: { userId: EXAMPLE_ID } },
};

/** One of each, typed as the answers are: an example that lags behind does not compile. */
export const examples: Answered = {
  UserPage: { items: [user], nextCursor: 'WyIiLCIwMTlhMmIzYyJd' },
  UserDetail: { ...user, groups: [GROUP_VALUE] },
  UserGroups: {
    known: true,
    items: [{ id: GROUP_ID, value: GROUP_VALUE, since: '2026-09-01T08:30:00.000Z' }],
  },
  UserRoles: { effective: ['editor', 'viewer'], mapped: ['viewer'], manual: ['editor'] },
  GroupPage: { items: [group], nextCursor: null },
  Group: group,
  RolePage: { items: [{ name: 'administrator' }, { name: 'editor' }], nextCursor: null },
  AuditEventPage: { items: [event], nextCursor: null },
  AuditEvent: event,
  Problem: {
    type: '/api/docs#problem-query-malformed',
    title: 'The query has mistakes.',
    status: 400,
    code: 'query_malformed',
    detail: 'limit must be a whole number from 1 to 200',
    instance: '/api/v1/users',
    requestId: '5c3f5dfa-225f-449e-a0df-cf4ab2fe442a',
    errors: [{ pointer: 'limit', detail: 'must be a whole number from 1 to 200' }],
  },
};

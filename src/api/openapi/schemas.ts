import { auditOutcomes, auditTypes } from '../../audit/index.js';
import { ROLES } from '../../tenants/index.js';
import { ANY_ID, ANY_TIME } from '../parameters.js';
import type { Answered } from './examples.js';

type Schema = Readonly<Record<string, unknown>>;

const text: Schema = { type: 'string' };
const textOrNull: Schema = { type: ['string', 'null'] };
const idOrNull: Schema = { ...ANY_ID, type: ['string', 'null'] };
const roles: Schema = { type: 'array', items: { type: 'string', enum: ROLES } };

/** Every field is always there, unless it is named as optional; what is not known is null. Later versions may add fields. */
function object(
  properties: Readonly<Record<string, Schema>>,
  optional: readonly string[] = [],
): Schema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: 'object', required, properties };
}

function page(item: string): Schema {
  return object({
    items: { type: 'array', items: { $ref: `#/components/schemas/${item}` } },
    nextCursor: {
      type: ['string', 'null'],
      description: 'Send it as `cursor` for the next page; null on the last.',
    },
  });
}

const user = {
  id: { ...ANY_ID, description: 'Ours; it never changes. Store this one.' },
  subject: {
    ...textOrNull,
    description: 'The alias: from Entra the user principal name. It may change hands.',
  },
  email: { ...textOrNull, description: 'May be missing, and may change hands.' },
  displayName: text,
  givenName: textOrNull,
  surname: textOrNull,
  state: { type: 'string', enum: ['active', 'suspended'] },
  roles: { ...roles, description: 'In force: mapped and manual together.' },
  groupsKnown: {
    type: 'boolean',
    description:
      'False: the identity provider could not send the groups (more than 150); those known before are kept.',
  },
  createdAt: ANY_TIME,
  updatedAt: {
    ...ANY_TIME,
    description:
      'Profile, groups, roles or state changed last. A sign-in that changes nothing leaves it.',
  },
  lastSignInAt: { ...ANY_TIME, type: ['string', 'null'] },
};

const party = object({ kind: text, id: textOrNull, label: textOrNull });

const auditEvent = object({
  id: ANY_ID,
  time: ANY_TIME,
  tenantId: ANY_ID,
  type: { type: 'string', enum: auditTypes },
  outcome: { type: 'string', enum: auditOutcomes },
  reason: { ...textOrNull, description: 'The code of a refusal.' },
  actor: { ...party, description: 'Who did it: user, api_key, cli, system or anonymous.' },
  target: { anyOf: [party, { type: 'null' }], description: 'To what it was done.' },
  personId: { ...idOrNull, description: 'About whom: our id.' },
  person: { ...textOrNull, description: 'About whom: alias or e-mail address, in small letters.' },
  connectionId: idOrNull,
  ip: text,
  userAgent: text,
  requestId: text,
  reference: { ...text, description: 'The number on the page that the person saw.' },
  details: { type: 'object', description: 'What else is known, by type.' },
});

const problem = object(
  {
    type: { ...text, description: 'Leads to the explanation of the code in the reference.' },
    title: text,
    status: { type: 'integer' },
    code: { ...text, description: 'Stable; sentences are not.' },
    detail: text,
    instance: { ...text, description: 'The path that was asked.' },
    requestId: { ...text, description: 'Leads to the lines in our log. Also in X-Request-Id.' },
    errors: {
      type: 'array',
      description: 'Every mistake of a query.',
      items: object({ pointer: text, detail: text }),
    },
  },
  ['detail', 'errors'],
);

export const schemas: Readonly<Record<keyof Answered | 'User' | 'Role', Schema>> = {
  User: object(user),
  UserDetail: object({ ...user, groups: { type: 'array', items: text } }),
  UserPage: page('User'),
  UserGroups: object({
    known: { type: 'boolean', description: 'As `groupsKnown` of the user.' },
    items: { type: 'array', items: object({ id: ANY_ID, value: text, since: ANY_TIME }) },
  }),
  UserRoles: object({
    effective: { ...roles, description: 'Mapped and manual together.' },
    mapped: { ...roles, description: 'Follow groups and claims at each sign-in.' },
    manual: { ...roles, description: 'Given by hand; survive every sign-in.' },
  }),
  Group: object({
    id: ANY_ID,
    value: { ...text, description: 'As the identity provider sends it: an object id or a name.' },
    firstSeenAt: ANY_TIME,
  }),
  GroupPage: page('Group'),
  Role: object({ name: { type: 'string', enum: ROLES } }),
  RolePage: page('Role'),
  AuditEvent: auditEvent,
  AuditEventPage: page('AuditEvent'),
  Problem: problem,
};

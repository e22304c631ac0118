import { auditOutcomes } from '../../audit/index.js';
import { ROLES } from '../../tenants/index.js';

type Schema = Readonly<Record<string, unknown>>;

const text = (example: string): Schema => ({ type: 'string', examples: [example] });
const textOrNull = (example: string): Schema => ({ type: ['string', 'null'], examples: [example] });
const id = (example = '019a2b3c-4d5e-7f60-8a1b-2c3d4e5f6071'): Schema => ({
  type: 'string',
  format: 'uuid',
  examples: [example],
});
const time: Schema = {
  type: 'string',
  format: 'date-time',
  examples: ['2026-11-24T14:05:09.123Z'],
};
const timeOrNull: Schema = { ...time, type: ['string', 'null'] };
const roles: Schema = {
  type: 'array',
  items: { type: 'string', enum: ROLES },
  examples: [['editor']],
};

/** Every field is always there; what is not known is null. */
function object(
  properties: Readonly<Record<string, Schema>>,
  optional: readonly string[] = [],
): Schema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: 'object', required, properties, additionalProperties: false };
}

function page(item: string): Schema {
  return object({
    items: { type: 'array', items: { $ref: `#/components/schemas/${item}` } },
    nextCursor: {
      type: ['string', 'null'],
      description: 'Ask with it for the next page; null on the last.',
      examples: [null],
    },
  });
}

const user: Readonly<Record<string, Schema>> = {
  id: id(),
  subject: {
    ...textOrNull('B.Simon@acme.example'),
    description: 'The alias: from Entra the user principal name. It may change; id does not.',
  },
  email: textOrNull('britta.simon@acme.example'),
  displayName: text('Britta Simon'),
  givenName: textOrNull('Britta'),
  surname: textOrNull('Simon'),
  state: { type: 'string', enum: ['active', 'suspended'], examples: ['active'] },
  roles,
  groupsKnown: {
    type: 'boolean',
    description:
      'False: the identity provider could not send the groups (more than 150); those known before are kept.',
    examples: [true],
  },
  createdAt: time,
  updatedAt: {
    ...time,
    description:
      'Profile, groups, roles or state changed last. A sign-in that changes nothing leaves it.',
  },
  lastSignInAt: timeOrNull,
};

const party = (kind: string): Schema =>
  object({
    kind: text(kind),
    id: textOrNull('019a2b3c-4d5e-7f60-8a1b-2c3d4e5f6071'),
    label: textOrNull('b.simon@acme.example'),
  });
const orNull = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] });

export const schemas: Readonly<Record<string, Schema>> = {
  User: object(user),
  UserDetail: object({
    ...user,
    groups: {
      type: 'array',
      items: { type: 'string' },
      examples: [['11111111-aaaa-4aaa-8aaa-000000000002']],
    },
  }),
  UserPage: page('User'),
  UserGroups: object({
    known: { type: 'boolean', examples: [true] },
    items: {
      type: 'array',
      items: object({ id: id(), value: text('11111111-aaaa-4aaa-8aaa-000000000002'), since: time }),
    },
  }),
  UserRoles: object({
    effective: { ...roles, description: 'Mapped and manual together.' },
    mapped: { ...roles, description: 'Follow the groups.' },
    manual: { ...roles, description: 'Given by hand; survive every sign-in.' },
  }),
  Group: object({
    id: id(),
    value: {
      ...text('11111111-aaaa-4aaa-8aaa-000000000002'),
      description: 'As the identity provider sends it.',
    },
    firstSeenAt: time,
  }),
  GroupPage: page('Group'),
  Role: object({ name: { type: 'string', enum: ROLES, examples: ['editor'] } }),
  RolePage: page('Role'),
  AuditEvent: object({
    id: id(),
    time,
    type: text('sign_in'),
    outcome: { type: 'string', enum: auditOutcomes, examples: ['refused'] },
    reason: { ...textOrNull('user_suspended'), description: 'The code of a refusal.' },
    reference: {
      ...text('7F3K9-QX2MD'),
      description: 'The number on the page that the person saw.',
    },
    actor: party('user'),
    target: orNull(party('session')),
    person: orNull(
      object({
        id: textOrNull('019a2b3c-4d5e-7f60-8a1b-2c3d4e5f6071'),
        name: textOrNull('b.simon@acme.example'),
      }),
    ),
    connectionId: textOrNull('019a2b3c-4d5e-7f60-8a1b-2c3d4e5f6071'),
    ip: text('203.0.113.9'),
    userAgent: text('Mozilla/5.0'),
    requestId: text('5c3f5dfa-225f-449e-a0df-cf4ab2fe442a'),
    details: { type: 'object', additionalProperties: true, examples: [{ roles: ['editor'] }] },
  }),
  AuditEventPage: page('AuditEvent'),
  Problem: {
    ...object(
      {
        type: text('/api/docs#problem-query-malformed'),
        title: text('The query has mistakes.'),
        status: { type: 'integer', examples: [400] },
        code: text('query_malformed'),
        detail: text('limit must be a whole number from 1 to 200'),
        instance: text('/api/v1/users'),
        requestId: text('5c3f5dfa-225f-449e-a0df-cf4ab2fe442a'),
        errors: {
          type: 'array',
          items: object({
            pointer: text('limit'),
            detail: text('must be a whole number from 1 to 200'),
          }),
        },
      },
      ['detail', 'errors'],
    ),
    description: 'RFC 9457. `code` is stable, sentences are not.',
  },
};

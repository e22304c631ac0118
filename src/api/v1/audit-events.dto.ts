import { IsIn, IsIP, IsOptional, Matches, ValidateBy } from 'class-validator';
import {
  type AuditFilters,
  auditOutcomes,
  auditTypes,
  normalizeReference,
} from '../../audit/index.js';
import {
  ANY_ID,
  ANY_TIME,
  type Described,
  IsId,
  IsText,
  IsTime,
  pageQuery,
  PageQuery,
  readTimeMs,
  text,
} from '../parameters.js';

const REASON = /^[a-z][a-z0-9_]{0,59}$/;

/** Conditions on a list of events; all of those given must hold. */
export class AuditEventsQuery extends PageQuery {
  @IsOptional() @IsTime() from?: string;
  @IsOptional() @IsTime() to?: string;
  @IsOptional() @IsText() person?: string;
  @IsOptional() @IsId() personId?: string;
  @IsOptional() @IsId() actorId?: string;
  @IsOptional()
  @IsIP(undefined, { message: 'must be a whole IP address, v4 or v6' })
  ip?: string;
  @IsOptional()
  @Matches(REASON, { message: 'must be a reason code such as user_suspended' })
  reason?: string;
  @IsOptional()
  @IsIn(auditTypes, { message: 'must be a type of event such as sign_in' })
  type?: string;
  @IsOptional()
  @IsIn(auditOutcomes, { message: `must be one of ${auditOutcomes.join(', ')}` })
  outcome?: string;
  @IsOptional()
  @ValidateBy({
    name: 'reference',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && normalizeReference(value) !== null,
      defaultMessage: () => 'must be a reference number such as 7F3K9-QX2MD',
    },
  })
  reference?: string;
}

export const auditEventsQuery: Described<AuditEventsQuery> = {
  from: {
    description: 'At that time or later.',
    schema: ANY_TIME,
    example: '2026-11-24T00:00:00Z',
  },
  to: { description: 'Before that time.', schema: ANY_TIME, example: '2026-11-25T00:00:00Z' },
  person: {
    description: 'About whom: alias or e-mail address, whole; case does not count.',
    schema: text(),
    example: 'b.simon@acme.example',
  },
  personId: { description: 'About whom, by our id.', schema: ANY_ID },
  actorId: { description: 'Who did it: a user or a key, by our id.', schema: ANY_ID },
  ip: { description: 'From where.', schema: text(45), example: '203.0.113.9' },
  reason: {
    description: 'The code of a refusal.',
    schema: { type: 'string', pattern: REASON.source },
    example: 'user_suspended',
  },
  type: { description: 'What happened.', schema: { type: 'string', enum: auditTypes } },
  outcome: { description: 'How it ended.', schema: { type: 'string', enum: auditOutcomes } },
  reference: {
    description: 'The number on the page that the person saw, as people type it.',
    schema: text(40),
    example: '7F3K9-QX2MD',
  },
  ...pageQuery,
};

export function filtersOf({
  limit: _limit,
  cursor: _cursor,
  from,
  to,
  ip,
  reference,
  ...others
}: AuditEventsQuery): AuditFilters {
  const number = reference === undefined ? null : normalizeReference(reference);
  return {
    ...given(others),
    ...(ip === undefined ? {} : { ip: ip.toLowerCase() }),
    ...(number === null ? {} : { reference: number }),
    ...(from === undefined ? {} : { fromMs: readTimeMs(from) }),
    ...(to === undefined ? {} : { toMs: readTimeMs(to) }),
  };
}

function given(fields: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const pairs = Object.entries(fields);
  return Object.fromEntries(
    pairs.filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
}

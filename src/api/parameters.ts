import { IsOptional, Length, Matches, ValidateBy } from 'class-validator';

export const DEFAULT_LIMIT = 50;
export const MAX_LIMIT = 200;

/** What the document says of a query parameter. */
export interface ParameterText {
  readonly description: string;
  readonly schema: Readonly<Record<string, unknown>>;
  readonly example?: string | number;
}

/** Every parameter of a DTO, and no other: one that is not described, or that there is not, does not compile. */
export type Described<Dto> = { readonly [Name in keyof Required<Dto>]: ParameterText };

export const ANY_ID = { type: 'string', format: 'uuid' } as const;
export const ANY_TIME = { type: 'string', format: 'date-time' } as const;

export function text(maxLength = 512): ParameterText['schema'] {
  return { type: 'string', minLength: 1, maxLength };
}

/** Text of a bounded length. */
export function IsText(maxLength = 512): PropertyDecorator {
  return Length(1, maxLength, { message: `must have 1 to ${maxLength.toString()} characters` });
}

export function IsId(): PropertyDecorator {
  return Matches(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, {
    message: 'must be an id such as the API returns',
  });
}

/** A time of RFC 3339 with its offset: without one, nobody knows which hour is meant. */
export function IsTime(): PropertyDecorator {
  return ValidateBy({
    name: 'isTime',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && !Number.isNaN(readTimeMs(value)),
      defaultMessage: () => 'must be a time such as 2026-11-24T14:05:09Z',
    },
  });
}

/** Epoch milliseconds; NaN where the text is no time of RFC 3339 since 1970. */
export function readTimeMs(time: string): number {
  const match = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?)(Z|[+-]\d{2}:\d{2})$/.exec(
    time,
  );
  if (!match) return Number.NaN;
  const [, day = '', clock = '', offset = ''] = match;
  // 31 February is read as 3 March: only what comes out as it went in is a day.
  const midnight = new Date(`${day}T00:00:00Z`);
  const isDay = !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day);
  const ms = isDay ? Date.parse(day + clock + offset) : Number.NaN;
  return ms >= 0 ? ms : Number.NaN;
}

/** Of an address that has no parameters. */
export class NoQuery {
  declare readonly none?: never;
}

/** Shared by every list. */
export class PageQuery {
  @IsOptional()
  @ValidateBy({
    name: 'limit',
    validator: {
      validate: (value: unknown) =>
        typeof value === 'string' &&
        /^\d{1,3}$/.test(value) &&
        Number(value) >= 1 &&
        Number(value) <= MAX_LIMIT,
      defaultMessage: () => `must be a whole number from 1 to ${MAX_LIMIT.toString()}`,
    },
  })
  limit?: string;

  @IsOptional()
  @Length(1, 2400, { message: 'must be a nextCursor of the page before' })
  cursor?: string;
}

export const pageQuery: Described<PageQuery> = {
  limit: {
    description: 'How many on a page.',
    schema: { type: 'integer', minimum: 1, maximum: MAX_LIMIT, default: DEFAULT_LIMIT },
  },
  cursor: {
    description: '`nextCursor` of the page before, sent with the same filters.',
    schema: { type: 'string' },
  },
};

export function limitOf(query: PageQuery): number {
  return Number(query.limit ?? DEFAULT_LIMIT);
}

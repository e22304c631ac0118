import { IsOptional, Length, Matches, ValidateBy } from 'class-validator';

export const DEFAULT_LIMIT = 50;
export const MAX_LIMIT = 200;

/** A time of RFC 3339 with its offset: without one, nobody knows which day is meant. */
export function IsTime(): PropertyDecorator {
  return ValidateBy({
    name: 'isTime',
    validator: {
      validate: (value: unknown) =>
        typeof value === 'string' &&
        /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/.test(value) &&
        Date.parse(value) >= 0,
      defaultMessage: () => 'must be a time such as 2026-11-24T14:05:09Z',
    },
  });
}

export function IsId(): PropertyDecorator {
  return Matches(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, {
    message: 'must be an id such as the API returns',
  });
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

export function limitOf(query: PageQuery): number {
  return Number(query.limit ?? DEFAULT_LIMIT);
}

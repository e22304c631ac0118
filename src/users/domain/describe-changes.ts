import type { Person } from './person.js';

/** Before and after of one field, as the record keeps it. */
export interface Change {
  readonly before: string | null;
  readonly after: string | null;
}

const FIELDS = ['subject', 'email', 'displayName', 'givenName', 'surname'] as const;

/** The fields that differ, each with both values. */
export function changesOf(before: Person, after: Person): Partial<Record<keyof Person, Change>> {
  return Object.fromEntries(
    FIELDS.filter((field) => before[field] !== after[field]).map((field) => [
      field,
      { before: before[field], after: after[field] },
    ]),
  );
}

/** UTF-16 units of one list: about a hundred object ids. An event's details have room for 16 KiB. */
const MAX_LISTED_LENGTH = 4000;

export interface ListedValues {
  readonly count: number;
  readonly values: readonly string[];
}

/** How many there are, and of them, in order, as many as an event has room for. */
export function listedValues(values: readonly string[]): ListedValues {
  const listed: string[] = [];
  let length = 0;
  for (const value of [...values].sort()) {
    length += value.length;
    if (length > MAX_LISTED_LENGTH) break;
    listed.push(value);
  }
  return { count: values.length, values: listed };
}

/** One field whose value an event changed. */
export interface Change {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

export interface ReadDetails {
  readonly changes: readonly Change[];
  /** What is no change: facts of a refusal, counts. */
  readonly rest: Readonly<Record<string, unknown>>;
}

type Details = Readonly<Record<string, unknown>>;

/**
 * Finds the changes in an event's details, in both shapes that are written: `{ before: {...}, after: {...} }` for whole
 * records, of which only the fields that differ count, and `{ email: { before, after } }` for single fields.
 */
export function readChanges(details: Details): ReadDetails {
  const { before, after, ...others } = details;
  const changes: Change[] = [];
  const rest: Record<string, unknown> = {};
  if ('before' in details || 'after' in details) changes.push(...compare(before, after));
  for (const [field, value] of Object.entries(others)) {
    if (isChange(value)) changes.push({ field, before: value['before'], after: value['after'] });
    else rest[field] = value;
  }
  return { changes, rest };
}

function compare(before: unknown, after: unknown): Change[] {
  if (!isRecordOrNothing(before) || !isRecordOrNothing(after)) {
    return [{ field: '', before, after }];
  }
  const fields = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...fields]
    .map((field) => ({ field, before: before?.[field], after: after?.[field] }))
    .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after));
}

/** `{ facts: { found } }` as `facts.found`: one list of names and values, at most four names deep. */
export function flatten(
  details: Details,
  prefix = '',
  depth = 0,
): [name: string, value: unknown][] {
  return Object.entries(details).flatMap(([key, value]): [string, unknown][] => {
    const name = `${prefix}${key}`;
    return isRecord(value) && depth < 3 ? flatten(value, `${name}.`, depth + 1) : [[name, value]];
  });
}

function isChange(value: unknown): value is Details {
  if (!isRecord(value)) return false;
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key) => key === 'before' || key === 'after');
}

function isRecord(value: unknown): value is Details {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isRecordOrNothing(value: unknown): value is Details | null | undefined {
  return value === null || value === undefined || isRecord(value);
}

import { decodeCursor, encodeCursor, ProblemError } from '../http/index.js';
import type { PageKey } from './directory-query.js';

/** A place in a list of users, for an address. Null: there is no next page. */
export function pageCursor(next: PageKey | null): string | null {
  return next === null ? null : encodeCursor(next);
}

/**
 * The first page where there is no cursor. Whether it is a place of the list that is asked for, the list checks.
 * @throws ProblemError 400 where the text is no cursor of ours
 */
export function readPageCursor(cursor: string | undefined): PageKey | null {
  if (cursor === undefined) return null;
  const [key = '', id] = decodeCursor(cursor, 2);
  if (typeof id === 'string') return [key, id];
  throw new ProblemError(
    400,
    'cursor_malformed',
    'The cursor is not one of ours: start from the first page.',
  );
}

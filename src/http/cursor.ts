import { ProblemError } from './problem.js';

/**
 * An opaque place in a list, `base64url(JSON array of strings and numbers)`. It carries no authority: whoever holds it sees only what
 * the query lets them see anyway.
 */
export function encodeCursor(parts: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** @throws ProblemError 400 where the text is no cursor of `length` parts */
export function decodeCursor(text: string, length: number): (string | number)[] {
  const parts = text.length <= 2400 ? parseJson(Buffer.from(text, 'base64url').toString()) : null;
  const isGood =
    Array.isArray(parts) &&
    parts.length === length &&
    parts.every(
      (part) => (typeof part === 'string' && part.length <= 600) || Number.isSafeInteger(part),
    );
  if (!isGood)
    throw new ProblemError(
      400,
      'cursor_malformed',
      'The cursor is not one of ours: start from the first page.',
    );
  return parts as (string | number)[];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // not JSON: the caller answers "no cursor of ours"
  }
}

import { canonicalJson } from './canonical-json.js';

/** Of one event's details, as UTF-8. A sign-in with 150 groups needs about 6 KiB. */
export const MAX_DETAILS_BYTES = 16 * 1024;

/** Well-formed, and at most `maxLength` UTF-16 units: a value that is too long must not cost us the event. */
export function clip(text: string, maxLength: number): string {
  const cut = text.length <= maxLength ? text : `${text.slice(0, maxLength - 1)}…`;
  return cut.replace(/\p{Surrogate}/gu, '\uFFFD');
}

/** Canonical JSON of the details. What does not fit is replaced by a note of its size, the largest fields first. */
export function detailsText(details: Readonly<Record<string, unknown>>): string {
  const whole = canonicalJson(details);
  const size = sizeOf(whole);
  if (size <= MAX_DETAILS_BYTES) return whole;
  const fields = JSON.parse(whole) as Record<string, unknown>;
  let excess = size - MAX_DETAILS_BYTES;
  for (const [key, bytes] of fieldsBySize(fields)) {
    const note = `[left out: ${bytes.toString()} bytes]`;
    if (excess <= 0 || bytes <= note.length + 2) break;
    fields[key] = note;
    excess -= bytes - (note.length + 2); // its quotation marks
  }
  return excess <= 0
    ? canonicalJson(fields)
    : canonicalJson({ leftOut: `${size.toString()} bytes` });
}

function fieldsBySize(fields: Readonly<Record<string, unknown>>): (readonly [string, number])[] {
  return Object.entries(fields)
    .map(([key, value]) => [key, sizeOf(canonicalJson(value))] as const)
    .sort(([, a], [, b]) => b - a);
}

function sizeOf(text: string): number {
  return Buffer.byteLength(text);
}

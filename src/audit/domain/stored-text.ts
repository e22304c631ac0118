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
  if (sizeOf(whole) <= MAX_DETAILS_BYTES) return whole;
  const fields = JSON.parse(whole) as Record<string, unknown>;
  const bySize = Object.entries(fields)
    .map(([key, value]) => ({ key, size: sizeOf(canonicalJson(value)) }))
    .sort((a, b) => b.size - a.size);
  for (const { key, size } of bySize) {
    fields[key] = `[left out: ${size.toString()} bytes]`;
    const text = canonicalJson(fields);
    if (sizeOf(text) <= MAX_DETAILS_BYTES) return text;
  }
  return canonicalJson({ leftOut: `${sizeOf(whole).toString()} bytes` });
}

function sizeOf(text: string): number {
  return Buffer.byteLength(text);
}

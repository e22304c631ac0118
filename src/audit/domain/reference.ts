/** Crockford's base 32: no I, L, O, U, so that a number survives being read out on the telephone. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 10; // 50 bits: 40 of time, 10 of chance
const CHANCE_BITS = 10;
const TIME_SPAN_MS = 2 ** 40; // about 34 years: two events whose times share these bits are that far apart
const FUTURE_MS = 24 * 60 * 60_000; // clocks of two instances differ, never by a day

/**
 * The reference number of an event, XXXXX-XXXXX: the low 40 bits of its id's milliseconds and the last 10 random bits.
 * Because it tells the time, it is looked up by a range of ids one millisecond wide, without an index of its own that
 * every sign-in would have to maintain; and where a flood was summarised, it still leads to the minute. Not a secret.
 */
export function referenceOf(id: string): string {
  const hex = id.replaceAll('-', '');
  const timeBits = Number.parseInt(hex.slice(2, 12), 16);
  const chanceBits = Number.parseInt(hex.slice(-3), 16) % 2 ** CHANCE_BITS;
  let rest = timeBits * 2 ** CHANCE_BITS + chanceBits;
  let digits = '';
  for (let place = 0; place < LENGTH; place += 1) {
    digits = ALPHABET.charAt(rest % 32) + digits;
    rest = Math.floor(rest / 32);
  }
  return `${digits.slice(0, 5)}-${digits.slice(5)}`;
}

/** As people type it: any case, blanks and dashes anywhere, I and L for 1, O for 0. Null: not a reference number. */
export function normalizeReference(text: string): string | null {
  if (text.length > 40) return null;
  const digits = text
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '')
    .replace(/[IL]/g, '1')
    .replaceAll('O', '0');
  if (!/^[0-9A-HJKMNP-TV-Z]{10}$/.test(digits)) return null;
  return `${digits.slice(0, 5)}-${digits.slice(5)}`;
}

/** The millisecond of the event with this (normalised) reference: the latest one possible that is not in the future. */
export function timeOfReferenceMs(reference: string, nowMs: number): number {
  let value = 0;
  for (const digit of reference.replace('-', '')) value = value * 32 + ALPHABET.indexOf(digit);
  const timeBits = Math.floor(value / 2 ** CHANCE_BITS);
  const latestMs = nowMs + FUTURE_MS;
  return latestMs - ((((latestMs - timeBits) % TIME_SPAN_MS) + TIME_SPAN_MS) % TIME_SPAN_MS);
}

import { randomUUID } from 'node:crypto';

let lastMs = 0;
let counter = 0;

/**
 * RFC 9562 5.7: 48 bits of time, then 12 bits of a counter that restarts at random each millisecond (method 1), so that
 * ids made by one process sort in the order they were made, then 62 random bits. Not a secret: never use it as a token.
 */
export function uuidv7(nowMs: number): string {
  const random = randomUUID(); // from a pool: no call to the system for each
  const sameMs = nowMs === lastMs;
  counter = sameMs ? counter + 1 : Number.parseInt(random.slice(0, 8), 16) & 0x7ff; // the upper half is left to count in
  lastMs = nowMs;
  const time = nowMs.toString(16).padStart(12, '0');
  const sequence = (counter & 0xfff).toString(16).padStart(3, '0');
  // Variant and random bits stand where version 4 has them, too.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${sequence}-${random.slice(19)}`;
}

/** The time that an id of ours was made for, epoch milliseconds. */
export function timeOfUuidMs(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

/** The smallest id of a millisecond: `id >= ` it means "at that time or later". */
export function firstUuidAt(timeMs: number): string {
  const time = timeMs.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`;
}

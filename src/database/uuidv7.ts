import { randomFillSync } from 'node:crypto';

let lastMs = 0;
let counter = 0;
const random = Buffer.alloc(10);

/**
 * RFC 9562 5.7: 48 bits of time, then 12 bits of a counter that restarts at random each millisecond (method 1), so that
 * ids made by one process sort in the order they were made, then 62 random bits. Not a secret: never use it as a token.
 */
export function uuidv7(nowMs: number): string {
  randomFillSync(random);
  const sameMs = nowMs === lastMs;
  counter = sameMs ? counter + 1 : random.readUInt16BE(0) & 0x7ff; // the upper half is left free to count in
  lastMs = nowMs;
  const time = nowMs.toString(16).padStart(12, '0');
  const sequence = (counter & 0xfff).toString(16).padStart(3, '0');
  random[2] = ((random[2] ?? 0) & 0x3f) | 0x80;
  const tail = random.toString('hex', 2);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${sequence}-${tail.slice(0, 4)}-${tail.slice(4)}`;
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

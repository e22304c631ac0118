/** As much of DER (X.690) as a self-signed certificate needs. */
function encode(tag: number, ...contents: readonly Buffer[]): Buffer {
  const body = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag]), encodeLength(body.length), body]);
}

function encodeLength(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const hex = length.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes]);
}

export const sequence = (...items: readonly Buffer[]): Buffer => encode(0x30, ...items);
export const set = (...items: readonly Buffer[]): Buffer => encode(0x31, ...items);
export const utf8String = (text: string): Buffer => encode(0x0c, Buffer.from(text, 'utf8'));
export const nothing = (): Buffer => encode(0x05);
/** [n] EXPLICIT */
export const tagged = (number: number, item: Buffer): Buffer => encode(0xa0 | number, item);
/** All bits used. */
export const bitString = (bytes: Buffer): Buffer => encode(0x03, Buffer.from([0]), bytes);

/** An unsigned number, big-endian: shortest form, and a leading zero where it would read as negative. */
export function integer(bytes: Buffer): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0);
  const shortest = first === -1 ? Buffer.from([0]) : bytes.subarray(first);
  const isNegative = ((shortest[0] ?? 0) & 0x80) !== 0;
  return encode(0x02, isNegative ? Buffer.concat([Buffer.from([0]), shortest]) : shortest);
}

export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return encode(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(value: number): number[] {
  const digits = [value & 0x7f];
  for (let left = value >>> 7; left > 0; left >>>= 7) digits.unshift((left & 0x7f) | 0x80);
  return digits;
}

/** RFC 5280 4.1.2.5: UTCTime to the end of 2049, GeneralizedTime from then on; whole seconds, Z. */
export function time(atMs: number): Buffer {
  const digits = new Date(atMs)
    .toISOString()
    .replace(/\.\d+Z$/, '')
    .replaceAll(/[-:T]/g, '');
  return Number(digits.slice(0, 4)) < 2050
    ? encode(0x17, Buffer.from(`${digits.slice(2)}Z`, 'ascii'))
    : encode(0x18, Buffer.from(`${digits}Z`, 'ascii'));
}

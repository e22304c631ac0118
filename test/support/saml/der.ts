/** As much DER as a self-signed certificate needs (X.690), so that the tests need no openssl. */
export function tlv(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  if (content.length < 0x80) return Buffer.concat([Buffer.from([tag, content.length]), content]);
  const length = Buffer.from(content.length.toString(16).padStart(4, '0'), 'hex');
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, content]);
}

export const sequence = (...contents: readonly Buffer[]): Buffer => tlv(0x30, ...contents);
export const set = (...contents: readonly Buffer[]): Buffer => tlv(0x31, ...contents);
export const utf8String = (text: string): Buffer => tlv(0x0c, Buffer.from(text, 'utf8'));
export const bitString = (bytes: Buffer): Buffer => tlv(0x03, Buffer.from([0]), bytes);
export const nullValue = (): Buffer => tlv(0x05);

/** A positive INTEGER in as few bytes as it takes (X.690 8.3.2). */
export function integer(value: number): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  const isNegative = (bytes[0] ?? 0) >= 0x80;
  return tlv(0x02, isNegative ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
}

/** Four-digit years (GeneralizedTime) are what RFC 5280 wants from 2050 on, and every parser takes them before. */
export function generalizedTime(timeMs: number): Buffer {
  return tlv(
    0x18,
    Buffer.from(`${new Date(timeMs).toISOString().replace(/\D/g, '').slice(0, 14)}Z`),
  );
}

export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest.flatMap(base128)];
  return tlv(0x06, Buffer.from(bytes));
}

function base128(value: number): number[] {
  const bytes = [value & 0x7f];
  for (let left = value >> 7; left > 0; left >>= 7) bytes.unshift((left & 0x7f) | 0x80);
  return bytes;
}

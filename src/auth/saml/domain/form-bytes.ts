// What a form is made of, byte by byte. The decoders of the platform take almost anything, and work on copies: a quarter of
// a megabyte of garbage would cost more to copy than all that is decided about it.

const PERCENT = 0x25;
const PLUS = 0x2b;
const BLANK = 0x20;
const EQUALS_SIGN = 0x3d;
const CARRIAGE_RETURN = 0x0d;
const LINE_FEED = 0x0a;

const HEX_DIGITS = codesOf('0123456789', 'ABCDEF').map((value, code) =>
  value < 0 ? (codesOf('0123456789', 'abcdef')[code] ?? -1) : value,
);
const SEXTETS = codesOf('ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz', '0123456789+/');

/** application/x-www-form-urlencoded: `+` is a blank. A copy; null where a `%` is not followed by two hex digits. */
export function percentDecode(encoded: Buffer): Buffer | null {
  const bytes = Buffer.from(encoded);
  if (!encoded.includes(PERCENT) && !encoded.includes(PLUS)) return bytes;
  let length = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === PERCENT) {
      const high = HEX_DIGITS[bytes[at + 1] ?? 0] ?? -1;
      const low = HEX_DIGITS[bytes[at + 2] ?? 0] ?? -1;
      if (high < 0 || low < 0) return null;
      bytes[length] = high * 16 + low;
      at += 2;
    } else bytes[length] = byte === PLUS ? BLANK : byte;
    length += 1;
  }
  return bytes.subarray(0, length);
}

/**
 * RFC 4648 4 with line breaks wherever they stand, and nothing else: no other character, the padding that belongs there, no bits
 * behind the end. In place: the text is spent. Null where it is anything else.
 */
export function decodeBase64(text: Buffer): Buffer | null {
  let length = 0;
  let at = 0;
  // Four characters at a time, as long as there is neither padding nor a line break among them.
  for (; at + 4 <= text.length; at += 4, length += 3) {
    const first = (sextetAt(text, at) << 18) | (sextetAt(text, at + 1) << 12);
    const all = first | (sextetAt(text, at + 2) << 6) | sextetAt(text, at + 3);
    if (all < 0) break;
    text[length] = all >> 16;
    text[length + 1] = (all >> 8) & 0xff;
    text[length + 2] = all & 0xff;
  }
  return decodeRest(text, at, length);
}

function decodeRest(text: Buffer, from: number, decoded: number): Buffer | null {
  let [length, held, heldBits, sextets, padding] = [decoded, 0, 0, 0, 0];
  for (let at = from; at < text.length; at += 1) {
    const code = text[at];
    if (code === CARRIAGE_RETURN || code === LINE_FEED) continue;
    if (code === EQUALS_SIGN) {
      padding += 1;
      continue;
    }
    const sextet = sextetAt(text, at);
    if (sextet < 0 || padding > 0) return null;
    sextets += 1;
    held = ((held << 6) | sextet) & 0xfff;
    heldBits += 6;
    if (heldBits < 8) continue;
    heldBits -= 8;
    text[length] = (held >> heldBits) & 0xff;
    length += 1;
  }
  const hasBitsBehind = (held & ((1 << heldBits) - 1)) !== 0;
  const isWhole = heldBits < 6 && padding === (4 - (sextets % 4)) % 4;
  return isWhole && !hasBitsBehind ? text.subarray(0, length) : null;
}

/** Negative, also when shifted, for what is not in the alphabet. */
function sextetAt(text: Buffer, at: number): number {
  return SEXTETS[text[at] ?? 0] ?? -1;
}

/** By character code: the place in the alphabet, -1 for what is not in it. */
function codesOf(...parts: readonly string[]): readonly number[] {
  const alphabet = parts.join('');
  return Array.from({ length: 256 }, (_, code) => alphabet.indexOf(String.fromCharCode(code)));
}

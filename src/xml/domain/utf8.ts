import { isUtf8 } from 'node:buffer';

/** Strict: overlong forms, surrogates and stray bytes are refused, never replaced. A byte order mark stays in the text. */
export function decodeUtf8(bytes: Buffer): string | null {
  return isUtf8(bytes) ? bytes.toString('utf8') : null;
}

/** XML 1.0 section 4.3.3: one byte order mark may stand before the document, and is no part of it. */
export function withoutByteOrderMark(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

const STRICT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Strict: overlong forms, surrogates and stray bytes are refused, never replaced. A byte order mark stays in the text. */
export function decodeUtf8(bytes: Buffer): string | null {
  try {
    return STRICT.decode(bytes);
  } catch {
    return null;
  }
}

/** XML 1.0 section 4.3.3: one byte order mark may stand before the document, and is no part of it. */
export function withoutByteOrderMark(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

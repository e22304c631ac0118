/** By their two hex digits, in small letters. */
const CHARACTERS: ReadonlyMap<string, string> = new Map(
  Array.from({ length: 256 }, (_, code) => [
    code.toString(16).padStart(2, '0'),
    String.fromCharCode(code),
  ]),
);

/** application/x-www-form-urlencoded: `+` is a blank. Null where a `%` is not followed by two hex digits. */
export function percentDecode(text: string): Buffer | null {
  if (!/[%+]/.test(text)) return Buffer.from(text, 'latin1');
  const [start = '', ...escaped] = text.replaceAll('+', ' ').split('%');
  let decoded = start;
  for (const part of escaped) {
    const character = CHARACTERS.get(part.slice(0, 2).toLowerCase());
    if (character === undefined) return null;
    decoded += character + part.slice(2);
  }
  return Buffer.from(decoded, 'latin1');
}

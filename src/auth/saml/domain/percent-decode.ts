/** application/x-www-form-urlencoded: `+` is a blank. Null where a `%` is not followed by two hex digits. */
export function percentDecode(text: string): Buffer | null {
  if (!/[%+]/.test(text)) return Buffer.from(text, 'latin1');
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) return null;
  const decoded = text
    .replace(/\+/g, ' ')
    .replace(/%([0-9A-Fa-f]{2})/g, (_, hexadecimal: string) =>
      String.fromCharCode(Number.parseInt(hexadecimal, 16)),
    );
  return Buffer.from(decoded, 'latin1');
}

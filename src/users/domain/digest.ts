import { createHash } from 'node:crypto';

/** SHA-256 in hex over the parts, each preceded by its length in bytes: no other parts give the same input. */
export function digestOf(parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) {
    const bytes = Buffer.from(part);
    hash.update(`${bytes.length}:`).update(bytes);
  }
  return hash.digest('hex');
}

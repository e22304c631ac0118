import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

export function sha256Hex(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

/** A bearer secret from the system's CSPRNG, base64url. 32 bytes: beyond guessing, so a plain SHA-256 of it may be stored. */
export function randomToken(byteCount = 32): string {
  return randomBytes(byteCount).toString('base64url');
}

/** Compares without telling by its duration where the first difference is. Unequal lengths are unequal. */
export function equalInConstantTime(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

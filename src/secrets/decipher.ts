import {
  constants,
  createDecipheriv,
  privateDecrypt,
  randomBytes,
  type KeyObject,
} from 'node:crypto';

export interface WrappedContentKey {
  readonly oaepHash: 'sha1' | 'sha256';
  readonly value: Buffer;
}

/**
 * The content key. Every pair is tried whatever came before, and where none opens the answer is a random key, so that
 * what follows does the same work and fails as a wrong key fails (as TLS does against Bleichenbacher: RFC 5246 7.4.7.1).
 */
export function unwrapContentKey(
  wrapped: readonly WrappedContentKey[],
  privateKeys: readonly KeyObject[],
  keyBytes: number,
): Buffer {
  let found: Buffer | null = null;
  const substitute = randomBytes(keyBytes);
  for (const { value, oaepHash } of wrapped) {
    for (const key of privateKeys) {
      const opened = unwrap(key, value, oaepHash);
      if (opened?.length === keyBytes) found ??= opened;
    }
  }
  return found ?? substitute;
}

function unwrap(key: KeyObject, value: Buffer, oaepHash: string): Buffer | null {
  try {
    return privateDecrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash }, value);
  } catch {
    return null;
  }
}

export interface EncryptedContent {
  readonly cipher: {
    readonly name: 'aes-128-gcm' | 'aes-256-gcm' | 'aes-128-cbc' | 'aes-256-cbc';
    readonly keyBytes: number;
  };
  readonly keys: readonly WrappedContentKey[];
  readonly value: Buffer;
}

/** The plaintext, or null whatever was wrong: who learns which step failed may decipher by asking again and again. */
export function decipherContent(
  { cipher, keys, value }: EncryptedContent,
  privateKeys: readonly KeyObject[],
): Buffer | null {
  const key = unwrapContentKey(keys, privateKeys, cipher.keyBytes);
  return cipher.name.endsWith('-gcm') ? decipherGcm(key, value) : decipherCbc(key, value);
}

/** XML Encryption 1.1, 5.2.4: twelve bytes of IV, the text, sixteen bytes of tag. Null whatever is wrong. */
export function decipherGcm(key: Buffer, value: Buffer): Buffer | null {
  if (value.length < 28) return null;
  const name = key.length === 16 ? 'aes-128-gcm' : 'aes-256-gcm';
  const decipher = createDecipheriv(name, key, value.subarray(0, 12), { authTagLength: 16 });
  decipher.setAuthTag(value.subarray(-16));
  const text = decipher.update(value.subarray(12, -16));
  try {
    return Buffer.concat([text, decipher.final()]);
  } catch {
    return null;
  }
}

/** XML Encryption 1.1, 5.2.3: an IV, then blocks; the last byte counts the padding, whose other bytes are arbitrary. */
export function decipherCbc(key: Buffer, value: Buffer): Buffer | null {
  if (value.length < 32 || value.length % 16 !== 0) return null;
  const name = key.length === 16 ? 'aes-128-cbc' : 'aes-256-cbc';
  const decipher = createDecipheriv(name, key, value.subarray(0, 16)).setAutoPadding(false);
  const text = Buffer.concat([decipher.update(value.subarray(16)), decipher.final()]);
  const padding = text[text.length - 1] ?? 0;
  return padding >= 1 && padding <= 16 ? text.subarray(0, text.length - padding) : null;
}

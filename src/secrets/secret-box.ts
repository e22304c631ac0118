import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '../config/index.js';
import { equalInConstantTime } from './tokens.js';

const FORMAT = 'v1';
const IV_BYTES = 12;
const TAG_BYTES = 16;

interface Key {
  readonly id: string; // 8 hex digits of the key's digest: names the key, tells nothing of it
  readonly master: Buffer;
  readonly derived: Map<string, KeyObject>; // by purpose: one key, one use (NIST SP 800-108)
}

/**
 * Seals bytes for ourselves: AES-256-GCM under a key derived per purpose, the purpose and context authenticated with it.
 * A value sealed for one purpose or context (tenant, cookie name) never opens in another. The first key of SECRET_KEY
 * seals, every one opens, which is what makes rotation possible.
 */
@Injectable()
export class SecretBox {
  readonly #keys: readonly Key[];

  constructor(config: AppConfig) {
    this.#keys = config.secretKeys.map((secret) => ({
      id: createHash('sha256').update(secret.reveal()).digest('hex').slice(0, 8),
      master: secret.reveal(),
      derived: new Map(),
    }));
  }

  /** @returns `v1.<key id>.<base64url of iv, ciphertext, tag>`: safe in a cookie */
  seal(purpose: string, context: string, plaintext: Buffer): string {
    const key = this.#sealingKey();
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', keyFor(key, purpose), iv);
    cipher.setAAD(Buffer.from(`${purpose}\0${context}`));
    const body = Buffer.concat([iv, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
    return `${FORMAT}.${key.id}.${body.toString('base64url')}`;
  }

  /** @returns the plaintext, or null where the value is not ours, not for this use, or was changed */
  open(purpose: string, context: string, sealed: string): Buffer | null {
    const [format, keyId, text, ...rest] = sealed.split('.');
    const key = this.#keys.find((candidate) => candidate.id === keyId);
    if (format !== FORMAT || key === undefined || text === undefined || rest.length > 0)
      return null;
    const body = Buffer.from(text, 'base64url');
    if (body.length < IV_BYTES + TAG_BYTES) return null;
    const decipher = createDecipheriv(
      'aes-256-gcm',
      keyFor(key, purpose),
      body.subarray(0, IV_BYTES),
      {
        authTagLength: TAG_BYTES,
      },
    );
    decipher.setAAD(Buffer.from(`${purpose}\0${context}`));
    decipher.setAuthTag(body.subarray(body.length - TAG_BYTES));
    try {
      return Buffer.concat([
        decipher.update(body.subarray(IV_BYTES, body.length - TAG_BYTES)),
        decipher.final(),
      ]);
    } catch {
      return null; // the tag does not match: a forged or damaged value is an expected input, not an error
    }
  }

  /** Whether a value was sealed by the key that seals today, by an older one that still opens it, or by one that is gone. */
  sealedBy(sealed: string): 'first' | 'older' | 'unknown' {
    const id = sealed.split('.')[1];
    const at = this.#keys.findIndex((key) => key.id === id);
    return at === 0 ? 'first' : at > 0 ? 'older' : 'unknown';
  }

  /** An HMAC-SHA-256 for tokens that need no secrecy, base64url. */
  mac(purpose: string, text: string): string {
    return macWith(this.#sealingKey(), purpose, text);
  }

  macMatches(purpose: string, text: string, mac: string): boolean {
    return this.#keys.some((key) => equalInConstantTime(macWith(key, purpose, text), mac));
  }

  #sealingKey(): Key {
    const key = this.#keys[0];
    if (key === undefined) throw new Error('no SECRET_KEY is configured');
    return key;
  }
}

function keyFor(key: Key, purpose: string): KeyObject {
  const known = key.derived.get(purpose);
  if (known) return known;
  const bytes = hkdfSync('sha256', key.master, '', `imagen-sso/${purpose}`, 32);
  const derived = createSecretKey(Buffer.from(bytes));
  key.derived.set(purpose, derived); // purposes are constants of the code: the map stays small
  return derived;
}

function macWith(key: Key, purpose: string, text: string): string {
  return createHmac('sha256', keyFor(key, `mac/${purpose}`))
    .update(text)
    .digest('base64url');
}

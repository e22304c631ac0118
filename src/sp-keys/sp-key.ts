import type { KeyObject } from 'node:crypto';

export const SP_KEY_USES = ['signing', 'encryption'] as const;
export type SpKeyUse = (typeof SP_KEY_USES)[number];

/** next: published, not used yet. current: used. previous: still opens what was encrypted to it. Retired ones are gone. */
export type SpKeyState = 'next' | 'current' | 'previous';

/** A key as it is listed and published: without its private half. */
export interface SpKeyRecord {
  readonly id: string;
  readonly use: SpKeyUse;
  readonly state: SpKeyState;
  readonly certificateBase64: string;
  readonly sha256Hex: string; // of the certificate
  readonly createdAtMs: number;
  readonly notAfterMs: number;
}

export interface SpKey extends SpKeyRecord {
  readonly privateKey: KeyObject;
}

/** Each list in the order current, previous, next. */
export interface SpKeySet {
  readonly signing: readonly SpKey[];
  readonly encryption: readonly SpKey[];
}

/** How many private keys, of all tenants, are sealed by which of the configured SECRET_KEYs. */
export interface SpKeySeals {
  readonly first: number;
  readonly older: number;
  readonly unknown: number;
}

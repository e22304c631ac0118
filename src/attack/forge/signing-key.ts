import { type KeyObject } from 'node:crypto';

/** A private key and its certificate, made by whoever forges: none is kept here. */
export interface SigningKey {
  readonly privateKey: KeyObject;
  /** The certificate as KeyInfo carries it. */
  readonly certificateBase64: string;
}

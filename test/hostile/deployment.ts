import { generateKeyPairSync } from 'node:crypto';
import type { AttackContext, HostileCase } from '../../src/attack/index.js';
import { decipherContent } from '../../src/secrets/decipher.js';
import type { KeyPair } from '../../src/sp-keys/index.js';
import { ACME, aForeignKey, theIdpKey } from '../support/saml/index.js';
import { type PipelineConnection, trusted } from '../support/saml/pipeline.js';

const ours = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** The product under attack, as the attacker knows it. */
export const ATTACKED: AttackContext = {
  ...ACME,
  key: theIdpKey(),
  strangerKey: aForeignKey(),
  encryptTo: ours.publicKey,
  clockSkewSeconds: 180,
  maxResponseAgeSeconds: 600,
};

/** The same from within: what its connection would judge a response by. */
export const ATTACKED_CONNECTION: PipelineConnection = {
  ...ATTACKED,
  keys: [trusted(theIdpKey())],
  signedElement: 'either',
  allowsSha1: false,
  decryption: {
    open: (content) => decipherContent(content, [ours.privateKey]),
    isAwaited: (requestId) => requestId === ACME.requestId,
  },
};

/** The key that opens what is encrypted to ATTACKED, for a tenant of the whole product. */
export const ENCRYPTION_PAIR: KeyPair = {
  privateKey: ours.privateKey,
  certificateBase64: theIdpKey().certificateBase64, // what stands in metadata; opening needs the key alone
  notAfterMs: Date.UTC(2040, 0, 1),
};

export function titleOf({ family, name, advisories, expected }: HostileCase): string {
  const published = advisories.length > 0 ? ` (${advisories.join(', ')})` : '';
  return `${family}: ${name}${published}: ${expected}`;
}

import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { ATTACKS, type AttackContext } from '../../src/attack/index.js';
import { decipherContent } from '../../src/secrets/decipher.js';
import { decideResponse, type PipelineConnection } from '../support/saml/pipeline.js';
import { ATTACKED, ATTACKED_CONNECTION, ENCRYPTION_PAIR } from './deployment.js';

// What is wrong with the message stands in the table (src/attack/catalogue/encryption.ts). Here: what the connection decides.
const older = generateKeyPairSync('rsa', { modulusLength: 2048 });
const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 });

const WITH_OLDER_KEY: Partial<PipelineConnection> = {
  decryption: {
    open: (content) => decipherContent(content, [older.privateKey, ENCRYPTION_PAIR.privateKey]),
    isAwaited: (requestId) => requestId === ATTACKED.requestId,
  },
};

function outcome(
  name: string,
  connection: Partial<PipelineConnection> = {},
  context: Partial<AttackContext> = {},
): string {
  const row = ATTACKS.find((each) => each.family === 'encryption' && each.name === name);
  if (!row) throw new Error(`no row ${name}`);
  const { contentType, body } = row.build({ ...ATTACKED, ...context });
  const decision = decideResponse(
    { contentType, body: Buffer.from(body, 'latin1') },
    { ...ATTACKED_CONNECTION, ...connection },
  );
  return decision.accepted ? 'accepted' : decision.code;
}

const AS_ENTRA = 'AES-256-CBC and OAEP with SHA-1, as Entra';

describe('an encrypted assertion', () => {
  it('is refused where the tenant has no key', () => {
    expect(outcome(AS_ENTRA, { decryption: null })).toBe('assertion_encrypted');
  });

  it('opens with each of our keys, and with no other', () => {
    expect(outcome(AS_ENTRA, WITH_OLDER_KEY)).toBe('accepted');
    expect(outcome(AS_ENTRA, WITH_OLDER_KEY, { encryptTo: older.publicKey })).toBe('accepted');
    expect(outcome(AS_ENTRA, {}, { encryptTo: foreign.publicKey })).toBe('decryption_failed');
  });

  it('needs the signature of the Response where that is wanted', () => {
    const signedElement = 'response' as const;
    expect(outcome(AS_ENTRA, { signedElement })).toBe('signature_missing_response');
    expect(outcome('a signed Response around it', { signedElement })).toBe('accepted');
  });

  it('expires like any other', () => {
    const late = { nowMs: ATTACKED.nowMs + 180 * 60_000, maxResponseAgeSeconds: 36_000 };
    expect(outcome(AS_ENTRA, late)).toBe('confirmation_expired');
  });

  it('is never opened for a browser that asked for nothing', () => {
    let opened = 0;
    const open = (): null => {
      opened += 1;
      return null;
    };
    const decide = (isAwaited: () => boolean) =>
      outcome(AS_ENTRA, { decryption: { open, isAwaited } });
    expect(decide(() => false)).toBe('attempt_unknown');
    expect(opened).toBe(0);
    expect(decide(() => true)).toBe('decryption_failed');
    expect(opened).toBe(1);
  });
});

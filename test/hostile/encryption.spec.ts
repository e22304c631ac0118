import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { decideResponse } from '../../src/auth/saml/domain/decide-response.js';
import { decipherContent } from '../../src/secrets/decipher.js';
import {
  ACME,
  aForeignKey,
  aResponse,
  type ResponseOptions,
  theIdpKey,
  withSignature,
} from '../support/saml/index.js';
import { encryptedAssertion, type EncryptionOptions } from '../support/saml/encryption.js';
import { type PipelineConnection, trusted } from '../support/saml/pipeline.js';

const ours = generateKeyPairSync('rsa', { modulusLength: 2048 });
const older = generateKeyPairSync('rsa', { modulusLength: 2048 });
const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 });
const WHOLE = /<Assertion .*<\/Assertion>/s;

const CONNECTION: PipelineConnection = {
  ...ACME,
  clockSkewSeconds: 180,
  maxResponseAgeSeconds: 600,
  keys: [trusted(theIdpKey())],
  signedElement: 'either',
  allowsSha1: false,
  decryption: {
    open: (content) => decipherContent(content, [older.privateKey, ours.privateKey]),
    isAwaited: (requestId) => requestId === ACME.requestId,
  },
};

interface Parts extends Partial<EncryptionOptions> {
  readonly response?: ResponseOptions;
  /** Of the Response that holds the ciphertext. */
  readonly signsResponse?: boolean;
  readonly plaintext?: (assertion: string) => string | Buffer;
  readonly outside?: (xml: string) => string;
  readonly connection?: Partial<PipelineConnection>;
}

function message({ response, signsResponse, plaintext, outside, ...encryption }: Parts): string {
  const { xml, responseId } = aResponse(response);
  const assertion = WHOLE.exec(xml)?.[0] ?? '';
  const encrypted = encryptedAssertion(plaintext?.(assertion) ?? assertion, {
    to: ours.publicKey,
    ...encryption,
  });
  const whole = xml.replace(WHOLE, () => encrypted);
  // Empty elements have an end tag of their own in canonical form; prefixes are declared where they are used.
  const canonical = whole.replaceAll(/<([\w:]+)([^<>]*)\/>/g, '<$1$2></$1>');
  const signed = signsResponse ? withSignature(canonical, responseId, {}) : whole;
  return outside?.(signed) ?? signed;
}

function outcome(parts: Parts): string {
  const { decision } = decideResponse(message(parts), { ...CONNECTION, ...parts.connection });
  if (!decision.accepted) return decision.code;
  return decision.value.solicitation.kind;
}

function flip(at: number): Pick<EncryptionOptions, 'editValue'> {
  return {
    editValue: (value) => {
      const changed = Buffer.from(value);
      const index = at < 0 ? value.length + at : at;
      changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
      return changed;
    },
  };
}

const UNSIGNED: Parts = { response: { signed: 'none' } };
const CBC = { cipher: 'aes256-cbc' } as const;
const GCM = { cipher: 'aes256-gcm' } as const;

const CASES: readonly [name: string, expected: string, parts: Parts][] = [
  ['AES-256-CBC and OAEP with SHA-1, as Entra', 'solicited', {}],
  ['AES-128-CBC', 'solicited', { cipher: 'aes128-cbc' }],
  ['AES-128-GCM', 'solicited', { cipher: 'aes128-gcm' }],
  ['AES-256-GCM, OAEP all SHA-256', 'solicited', { ...GCM, oaep: 'sha256' }],
  ['the key beside EncryptedData', 'solicited', { place: 'sibling' }],
  ['encrypted to our older key', 'solicited', { to: older.publicKey }],
  ['a signed Response around it', 'solicited', { signsResponse: true }],
  ['a tenant without keys', 'assertion_encrypted', { connection: { decryption: null } }],
  [
    'encrypted by anybody, unsigned (CVE-2024-4985, CVE-2024-9487)',
    'signature_missing_assertion',
    UNSIGNED,
  ],
  [
    'unsigned within a signed Response',
    'signature_missing_assertion',
    { ...UNSIGNED, signsResponse: true },
  ],
  ['signed by a foreign key', 'signature_invalid', { response: { key: aForeignKey() } }],
  [
    'changed before encrypting (CVE-2026-18108)',
    'signature_invalid',
    { plaintext: (xml) => xml.replace('<Audience>', '<Audience>x') },
  ],
  [
    'beside a plain one (CVE-2026-2092)',
    'assertion_not_unique',
    {
      outside: (xml) =>
        xml.replace(
          '</samlp:Response>',
          `${aResponse().xml.match(WHOLE)?.[0] ?? ''}</samlp:Response>`,
        ),
    },
  ],
  [
    'a changed ciphertext in a signed Response',
    'signature_invalid',
    {
      signsResponse: true,
      outside: (xml) =>
        xml.replace(
          /(<xenc:CipherValue>.{40})./,
          (_, head: string) => `${head}${xml.includes(`${head}A`) ? 'B' : 'A'}`,
        ),
    },
  ],
  [
    'no signed Response where one is wanted',
    'signature_missing_response',
    { connection: { signedElement: 'response' } },
  ],
  ['no attempt of this browser', 'attempt_unknown', { response: { requestId: '_another' } }],
  ['an answer to nothing', 'attempt_unknown', { response: { responseInResponseTo: null } }],
  [
    'an answer that only the Response calls ours',
    'in_response_to_inconsistent',
    { response: { requestId: '_another', responseInResponseTo: ACME.requestId } },
  ],
  [
    'another destination, not even opened',
    'destination_mismatch',
    { to: foreign.publicKey, response: { destination: 'https://x.example' } },
  ],
  [
    'another issuer, not even opened',
    'issuer_mismatch',
    { to: foreign.publicKey, response: { responseIssuer: 'x' } },
  ],
  [
    'RSA 1.5',
    'encryption_algorithm_forbidden',
    { editXml: (xml) => xml.replace('rsa-oaep-mgf1p', 'rsa-1_5') },
  ],
  [
    'no EncryptedData',
    'encryption_malformed',
    { editXml: (xml) => xml.replace(/<xenc:EncryptedData.*<\/xenc:EncryptedData>/s, '') },
  ],
  ['SHA-1 inside', 'signature_algorithm_forbidden', { response: { algorithm: 'rsa-sha1' } }],
  [
    'an expired assertion',
    'confirmation_expired',
    { connection: { nowMs: ACME.nowMs + 180 * 60_000, maxResponseAgeSeconds: 36_000 } },
  ],
  // All of these are one answer: a second one would be an oracle.
  ['encrypted to somebody else', 'decryption_failed', { to: foreign.publicKey }],
  ['CBC: a flipped bit of the IV', 'decryption_failed', { ...CBC, ...flip(0) }],
  ['CBC: a flipped bit of the text', 'decryption_failed', { ...CBC, ...flip(40) }],
  ['CBC: a flipped bit of the padding', 'decryption_failed', { ...CBC, ...flip(-17) }],
  [
    'CBC: half a block',
    'decryption_failed',
    { ...CBC, editValue: (value) => value.subarray(0, -8) },
  ],
  ['GCM: a flipped bit of the text', 'decryption_failed', { ...GCM, ...flip(40) }],
  ['GCM: a flipped bit of the tag', 'decryption_failed', { ...GCM, ...flip(-1) }],
  [
    'GCM: a short tag',
    'decryption_failed',
    { ...GCM, editValue: (value) => value.subarray(0, -4) },
  ],
  [
    'no UTF-8',
    'decryption_failed',
    { plaintext: (xml) => Buffer.concat([Buffer.from(xml), Buffer.from([0xff])]) },
  ],
  ['a document type', 'decryption_failed', { plaintext: (xml) => `<!DOCTYPE a>${xml}` }],
  ['two assertions', 'decryption_failed', { plaintext: (xml) => xml + xml }],
  ['no assertion', 'decryption_failed', { plaintext: () => '<x></x>' }],
  [
    'an encrypted assertion again',
    'decryption_failed',
    { plaintext: (xml) => encryptedAssertion(xml, { to: ours.publicKey }) },
  ],
  [
    'an ID of the Response',
    'decryption_failed',
    { response: { responseId: '_same', assertionId: '_same' } },
  ],
  [
    'the signature of another element',
    'decryption_failed',
    { plaintext: (xml) => xml.replace(/(<Assertion [^>]*) ID="[^"]*"/, '$1 ID="_b"') },
  ],
];

describe('an encrypted assertion', () => {
  it.each(CASES)('%s: %s', (_, expected, parts) => {
    expect(outcome(parts)).toBe(expected);
  });

  it('is never opened for a browser that asked for nothing', () => {
    let opened = 0;
    const open = (): null => {
      opened += 1;
      return null;
    };
    const decide = (isAwaited: () => boolean) =>
      outcome({ connection: { decryption: { open, isAwaited } } });
    expect(decide(() => false)).toBe('attempt_unknown');
    expect(opened).toBe(0);
    expect(decide(() => true)).toBe('decryption_failed');
    expect(opened).toBe(1);
  });
});

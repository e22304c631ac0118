import { type EncryptionOptions, encryptedAssertion } from '../forge/encryption.js';
import { ASSERTION } from '../forge/names.js';
import { withSignature } from '../forge/response.js';
import {
  altered,
  family,
  genuine,
  optionsOf,
  signed,
  swap,
  type AttackContext,
  type Build,
  type Change,
  type HostileCase,
} from './case.js';
import { somebodyElse } from './forgery.js';

const row = family('encryption');

const WHOLE = /<Assertion .*<\/Assertion>/s;

interface Parts extends Partial<EncryptionOptions> {
  readonly response?: Change;
  /** Of the Response that holds the ciphertext. */
  readonly signsResponse?: boolean;
  readonly plaintext?: (assertion: string, context: AttackContext) => string | Buffer;
  readonly outside?: (xml: string, context: AttackContext) => string;
}

/** A genuine assertion, encrypted for the deployment, with whatever the case changes. */
const encrypted =
  ({ response = {}, signsResponse, plaintext, outside, ...encryption }: Parts): Build =>
  (context) => {
    const xml = genuine(context, response);
    const [assertion = ''] = WHOLE.exec(xml) ?? [];
    const ciphertext = encryptedAssertion(plaintext?.(assertion, context) ?? assertion, {
      to: context.encryptTo,
      ...encryption,
    });
    const whole = xml.replace(WHOLE, () => ciphertext);
    const options = optionsOf(context, response);
    const sent = signsResponse
      ? withSignature(canonical(whole), options.responseId ?? '', options)
      : whole;
    return outside?.(sent, context) ?? sent;
  };

/** Empty elements have an end tag of their own in canonical form; prefixes are declared where they are used. */
function canonical(xml: string): string {
  return xml.replaceAll(/<([\w:]+)([^<>]*)\/>/g, '<$1$2></$1>');
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

const CBC = { cipher: 'aes256-cbc' } as const;
const GCM = { cipher: 'aes256-gcm' } as const;
const EMPTY = `<EncryptedAssertion xmlns="${ASSERTION}"><EncryptedData xmlns="http://www.w3.org/2001/04/xmlenc#"></EncryptedData></EncryptedAssertion>`;

/** Whatever is wrong between the key and the assertion has one answer: a second one would be an oracle. */
const oracle = (name: string, parts: Parts): HostileCase =>
  row(name, 'decryption_failed', encrypted(parts));

export const encryptionCases: readonly HostileCase[] = [
  row('AES-256-CBC and OAEP with SHA-1, as Entra', 'accepted', encrypted({})),
  row('AES-128-CBC', 'accepted', encrypted({ cipher: 'aes128-cbc' })),
  row('AES-128-GCM', 'accepted', encrypted({ cipher: 'aes128-gcm' })),
  row('AES-256-GCM, OAEP all SHA-256', 'accepted', encrypted({ ...GCM, oaep: 'sha256' })),
  row('the key beside EncryptedData', 'accepted', encrypted({ place: 'sibling' })),
  row('a signed Response around it', 'accepted', encrypted({ signsResponse: true })),
  row(
    'encrypted by anybody, unsigned',
    'signature_missing_assertion',
    encrypted({ response: { signed: 'none' } }),
    'CVE-2024-4985',
    'CVE-2024-9487',
    'CVE-2026-18108',
  ),
  row(
    'unsigned within a signed Response',
    'signature_missing_assertion',
    encrypted({ response: { signed: 'none' }, signsResponse: true }),
    'CVE-2024-9487',
  ),
  row('encrypted, and signed by a stranger', 'signature_invalid', (context) =>
    encrypted({ response: { key: context.strangerKey } })(context),
  ),
  row(
    'the administrator encrypted under the genuine signature',
    'signature_invalid',
    encrypted({ plaintext: somebodyElse }),
    'CVE-2026-18108',
  ),
  row(
    'an unsigned encrypted one beside the signed plain one',
    'assertion_not_unique',
    (context) =>
      encrypted({
        response: { signed: 'none' },
        outside: (xml) =>
          swap(
            xml,
            '</samlp:Response>',
            `${WHOLE.exec(genuine(context))?.[0] ?? ''}</samlp:Response>`,
          ),
      })(context),
    'CVE-2026-2092',
  ),
  row(
    'an unsigned encrypted one in a Response whose plain one is signed',
    'assertion_misplaced',
    (context) =>
      encrypted({
        response: { signed: 'none' },
        outside: (xml) =>
          swap(
            xml,
            '<samlp:Status>',
            `<samlp:Extensions>${WHOLE.exec(genuine(context))?.[0] ?? ''}</samlp:Extensions><samlp:Status>`,
          ),
      })(context),
    'CVE-2026-2092',
    'CVE-2024-9487',
  ),
  row(
    'a changed ciphertext in a signed Response',
    'signature_invalid',
    encrypted({
      signsResponse: true,
      outside: (xml) =>
        xml.replace(
          /(<xenc:CipherValue>.{40})(.)/,
          (_, head: string, next: string) => `${head}${next === 'A' ? 'B' : 'A'}`,
        ),
    }),
  ),
  row(
    'an encrypted answer to nothing',
    'attempt_unknown',
    encrypted({ response: { responseInResponseTo: null } }),
  ),
  row(
    'an encrypted answer to somebody else’s request',
    'attempt_unknown',
    encrypted({ response: { requestId: '_another' } }),
  ),
  row(
    'an encrypted answer that only the Response calls ours',
    'in_response_to_inconsistent',
    (context) =>
      encrypted({ response: { requestId: '_another', responseInResponseTo: context.requestId } })(
        context,
      ),
  ),
  row(
    'encrypted for another destination, not even opened',
    'destination_mismatch',
    encrypted({ ...flip(0), response: { destination: 'https://other.example/' } }),
  ),
  row(
    'encrypted by another issuer, not even opened',
    'issuer_mismatch',
    encrypted({ ...flip(0), response: { responseIssuer: 'https://other.example/' } }),
  ),
  row(
    'RSA 1.5, which has an oracle of its own',
    'encryption_algorithm_forbidden',
    encrypted({ editXml: (xml) => swap(xml, 'rsa-oaep-mgf1p', 'rsa-1_5') }),
  ),
  row(
    'triple DES',
    'encryption_algorithm_forbidden',
    encrypted({ editXml: (xml) => swap(xml, 'aes256-cbc', 'tripledes-cbc') }),
  ),
  row(
    'no EncryptedData',
    'encryption_malformed',
    encrypted({
      editXml: (xml) => swap(xml, /<xenc:EncryptedData.*<\/xenc:EncryptedData>/s, ''),
    }),
  ),
  row('an EncryptedData without anything', 'encryption_malformed', (context) =>
    swap(genuine(context), WHOLE, EMPTY),
  ),
  row(
    'a reference where the key should be',
    'encryption_malformed',
    encrypted({
      editXml: (xml) =>
        swap(
          xml,
          /<e:EncryptedKey.*<\/e:EncryptedKey>/s,
          '<RetrievalMethod URI="https://evil.example/"/>',
        ),
    }),
  ),
  row(
    'SHA-1 inside',
    'signature_algorithm_forbidden',
    encrypted({ response: { algorithm: 'rsa-sha1' } }),
  ),
  row(
    'an encrypted name ID',
    'assertion_encrypted',
    signed({ subjectXml: '<Subject><EncryptedID></EncryptedID></Subject>' }),
  ),
  row(
    'an encrypted attribute',
    'assertion_encrypted',
    signed({
      attributeStatementXml:
        '<AttributeStatement><EncryptedAttribute></EncryptedAttribute></AttributeStatement>',
    }),
  ),
  row('an encrypted assertion in Extensions', 'assertion_misplaced', (context) =>
    genuine(context, { extensions: `<samlp:Extensions>${EMPTY}</samlp:Extensions>` }),
  ),
  row(
    'an encrypted assertion without content beside the signed one',
    'assertion_not_unique',
    altered('</samlp:Response>', `${EMPTY}</samlp:Response>`),
    'CVE-2026-2092',
  ),
  oracle('CBC: a flipped bit of the IV', { ...CBC, ...flip(0) }),
  oracle('CBC: a flipped bit of the text', { ...CBC, ...flip(40) }),
  oracle('CBC: a flipped bit of the padding', { ...CBC, ...flip(-17) }),
  oracle('CBC: a flipped bit of the last block', { ...CBC, ...flip(-1) }),
  oracle('CBC: half a block', { ...CBC, editValue: (value) => value.subarray(0, -8) }),
  oracle('CBC: nothing but the IV', { ...CBC, editValue: (value) => value.subarray(0, 16) }),
  oracle('GCM: a flipped bit of the text', { ...GCM, ...flip(40) }),
  oracle('GCM: a flipped bit of the tag', { ...GCM, ...flip(-1) }),
  oracle('GCM: a short tag', { ...GCM, editValue: (value) => value.subarray(0, -4) }),
  oracle('a wrapped key of zeros', {
    editXml: (xml) => swap(xml, /(?<=<e:CipherValue>)[^<]*/, Buffer.alloc(256).toString('base64')),
  }),
  oracle('the name of GCM over what CBC made', {
    editXml: (xml) =>
      swap(
        xml,
        'http://www.w3.org/2001/04/xmlenc#aes256-cbc',
        'http://www.w3.org/2009/xmlenc11#aes256-gcm',
      ),
  }),
  oracle('no UTF-8', {
    plaintext: (xml) => Buffer.concat([Buffer.from(xml), Buffer.from([0xff])]),
  }),
  oracle('a document type inside', { plaintext: (xml) => `<!DOCTYPE a>${xml}` }),
  oracle('a comment inside', { plaintext: (xml) => swap(xml, '</NameID>', '<!----></NameID>') }),
  oracle('two assertions inside', { plaintext: (xml) => xml + xml }),
  oracle('no assertion inside', { plaintext: () => '<x></x>' }),
  oracle('an encrypted assertion again', {
    plaintext: (xml, { encryptTo }) => encryptedAssertion(xml, { to: encryptTo }),
  }),
  oracle('an ID of the Response inside', {
    response: { responseId: '_same', assertionId: '_same' },
  }),
  oracle('the signature of another element inside', {
    plaintext: (xml) => swap(xml, / ID="[^"]*"/, ' ID="_b"'),
  }),
];

import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunningLookAlike } from '../../dev/idp/server.js';
import { decodeXmlText } from '../../src/connections/domain/decode-xml-text.js';
import { verifyMetadataSignature } from '../../src/connections/domain/verify-metadata-signature.js';
import { startForTest, SP } from '../look-alike/browserless.js';
import { aForeignKey, type SigningKey, theIdpEcKey, theIdpKey } from '../support/saml/index.js';
import { signedMetadata } from './signed-metadata.js';

const keyOf = ({ certificatePem }: SigningKey) => new X509Certificate(certificatePem).publicKey;
const verified = (xml: string, key = theIdpKey()) =>
  verifyMetadataSignature(decodeXmlText(Buffer.from(xml)), keyOf(key)).toString();

function codeOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return (error as { code: unknown }).code;
  }
  return 'verified';
}

describe('signed metadata', () => {
  let lookAlike: RunningLookAlike;

  beforeAll(async () => {
    lookAlike = await startForTest();
  });

  afterAll(() => lookAlike.close());

  it('verifies as another implementation signed it, and yields all but the signature', () => {
    const xml = lookAlike.metadataXml(SP.appId);
    const [signing = ''] = /(?<=<X509Certificate>)[^<]+/.exec(xml) ?? [];
    const { publicKey } = new X509Certificate(Buffer.from(signing, 'base64'));
    const octets = verifyMetadataSignature(decodeXmlText(Buffer.from(xml)), publicKey).toString();
    expect(octets).toContain('<IDPSSODescriptor');
    expect(octets).not.toContain('SignatureValue');
  });

  it.each([
    ['by the document’s ID', {}],
    ['as a whole (URI="")', { uri: '' }],
    ['with SHA-512', { algorithm: 'rsa-sha512', digest: 'sha512' }],
    [
      'with a comment that nobody signs',
      { edit: (xml: string) => xml.replace('<IDP', '<!-- x --><IDP') },
    ],
    ['with a comment before it', { edit: (xml: string) => `<!-- x -->${xml}` }],
  ] as const)('verifies %s', (_, options) => {
    expect(verified(signedMetadata(options))).toContain('IDPSSODescriptor');
  });

  it('verifies with an EC key', () => {
    const xml = signedMetadata({ key: theIdpEcKey(), algorithm: 'ecdsa-sha256' });
    expect(verified(xml, theIdpEcKey())).toContain('IDPSSODescriptor');
  });

  const swap = (from: string | RegExp, to: string) => ({
    edit: (xml: string) => xml.replace(from, to),
  });

  it.each([
    ['without a signature', swap(/<Signature.*<\/Signature>/, ''), 'missing'],
    ['signed by another key, which KeyInfo shows', { key: aForeignKey() }, 'invalid'],
    ['whose key was exchanged afterwards', swap('use="signing"', 'use="encryption"'), 'invalid'],
    ['with an element more', swap('<IDPSSO', '<Evil/><IDPSSO'), 'invalid'],
    ['with an instruction around it', swap(/^/, '<?evil?>'), 'invalid'],
    ['signed with SHA-1', { algorithm: 'rsa-sha1' }, 'unsupported'],
    ['digested with SHA-1', { digest: 'sha1' }, 'unsupported'],
    ['whose signature covers another element', { uri: '#other' }, 'unsupported'],
    ['whose signature covers an element inside', swap(' ID="_m"', ' ID="_n"'), 'unsupported'],
    ['with two signatures', swap(/(<Signature.*<\/Signature>)/, '$1$1'), 'unsupported'],
    ['with two SignedInfo', swap(/(<SignedInfo.*<\/SignedInfo>)/, '$1$1'), 'unsupported'],
    ['with two references', swap(/(<Reference.*<\/Reference>)/, '$1$1'), 'unsupported'],
    ['whose signature stands deeper', { edit: moveSignature }, 'missing'],
    ['with a value that is no base64', swap(/(?<=<SignatureValue>)./, '!'), 'unsupported'],
    ['with an XPath transform', swap(/enveloped-signature/, 'xpath'), 'unsupported'],
    ['with inclusive C14N', swap(/xml-exc-c14n#/, 'xml-c14n11'), 'unsupported'],
  ] as const)('is refused %s', (_, options, problem) => {
    expect(codeOf(() => verified(signedMetadata(options)))).toBe(`metadata_signature_${problem}`);
  });

  it('is refused where only a part of an EC signature is the key’s', () => {
    const xml = signedMetadata({ key: theIdpEcKey(), algorithm: 'ecdsa-sha256' });
    expect(codeOf(() => verified(xml, theIdpKey()))).toBe('metadata_signature_invalid');
  });
});

function moveSignature(xml: string): string {
  const [signature = ''] = /<Signature.*<\/Signature>/.exec(xml) ?? [];
  return xml
    .replace(signature, '')
    .replace('</IDPSSODescriptor>', `${signature}</IDPSSODescriptor>`);
}

import { describe, expect, it } from '@jest/globals';
import { generateKeyPairSync } from 'node:crypto';
import { SignedXml } from 'xml-crypto';
import { signElement } from './sign-element.js';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ISSUER = '<a:Issuer xmlns:a="urn:a">me</a:Issuer>';

describe('a signed element', () => {
  it.each([ISSUER, ''])('verifies, and does not once changed (%s)', (issuer) => {
    const xml = `<p:R xmlns:p="urn:p" ID="_1" Z='a>b'>${issuer}<p:S/></p:R>`;
    const signed = signElement(xml, '_1', { privateKey, certificateBase64: 'AAAA' });
    expect(signed).toContain(`${issuer}<ds:Signature`);
    expect(verifies(signed)).toBe(true);
    expect(verifies(signed.replace('a>b', 'a>c').replace('a&gt;b', 'c'))).toBe(false);
  });
});

function verifies(xml: string): boolean {
  const signature = /<ds:Signature .*<\/ds:Signature>/.exec(xml)?.[0] ?? '';
  const verifier = new SignedXml({
    publicCert: publicKey.export({ type: 'spki', format: 'pem' }),
    getCertFromKeyInfo: () => null,
  });
  verifier.loadSignature(signature);
  try {
    return verifier.checkSignature(xml);
  } catch {
    return false;
  }
}

import { describe, expect, it } from '@jest/globals';
import { signElement } from '../../src/xml/domain/sign-element.js';
import { verifyWithXmlsec } from '../look-alike/verify-with-xmlsec.js';
import { aForeignKey, theIdpKey } from '../support/saml/index.js';

const ISSUER = '<a:Issuer xmlns:a="urn:a">me</a:Issuer>';

async function isValid(xml: string, certificateBase64: string): Promise<boolean> {
  const check = {
    certificateBase64,
    idElements: ['urn:p:R'],
    signature: "/*/*[local-name()='Signature']",
  };
  return (await verifyWithXmlsec(xml, check)).isValid;
}

describe('what we sign, as xmlsec1 judges it,', () => {
  it.each([
    ['after the Issuer', ISSUER],
    ['first where there is no Issuer', ''],
  ])('verifies %s, and does not once changed', async (_, issuer) => {
    const key = theIdpKey();
    const xml = `<p:R xmlns:p="urn:p" ID="_1" Z='a>b'>${issuer}<p:S>${'Zoë \u{1F3AC}'.repeat(900)}</p:S></p:R>`;
    const signed = signElement(xml, '_1', key);
    expect(signed).toContain(`${issuer}<ds:Signature`);
    expect(await isValid(signed, key.certificateBase64)).toBe(true);
    expect(await isValid(signed.replace('Zoë', 'Zoe'), key.certificateBase64)).toBe(false);
    expect(await isValid(signed, aForeignKey().certificateBase64)).toBe(false);
  });
});

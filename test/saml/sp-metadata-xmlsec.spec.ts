import { describe, expect, it } from '@jest/globals';
import { verifyWithXmlsec } from '../look-alike/verify-with-xmlsec.js';
import { ourMetadata } from '../support/our-metadata.js';
import { aSigningKey } from '../support/saml/index.js';

async function isValid(xml: string, certificateBase64: string): Promise<boolean> {
  const check = {
    certificateBase64,
    idElements: ['urn:oasis:names:tc:SAML:2.0:metadata:EntityDescriptor'],
    signature: "/*/*[local-name()='Signature']",
  };
  return (await verifyWithXmlsec(xml, check)).isValid;
}

describe('our signed metadata, as xmlsec1 judges it,', () => {
  it.each(ourMetadata().filter(({ signedBy }) => signedBy !== null))(
    'verifies $name, and not once changed or by another key',
    async ({ xml, signedBy }) => {
      const certificate = signedBy?.certificateBase64 ?? '';
      expect(await isValid(xml, certificate)).toBe(true);
      expect(await isValid(xml.replace('/site/login', '/site/logon'), certificate)).toBe(false);
      expect(await isValid(xml, aSigningKey().certificateBase64)).toBe(false);
    },
  );
});

import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startLookAlike, type RunningLookAlike } from '../../dev/idp/server.ts';
import { verifyWithXmlsec } from './verify-with-xmlsec.ts';

const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion:Assertion';
const RESPONSE = 'urn:oasis:names:tc:SAML:2.0:protocol:Response';
const ENTITY = 'urn:oasis:names:tc:SAML:2.0:metadata:EntityDescriptor';
const OF_ASSERTION = "/*/*[local-name()='Assertion']/*[local-name()='Signature']";
const OF_ROOT = "/*/*[local-name()='Signature']";

const APP_ID = '0a0a0a0a-0000-4000-8000-000000000001';
let lookAlike: RunningLookAlike;

beforeAll(async () => {
  lookAlike = await startLookAlike({
    port: 0,
    dataDir: null,
    apps: [
      {
        name: 'Imagen & <Friends>',
        appId: APP_ID,
        identifier: 'http://acme.localhost:3000/sp-entityid',
        replyUrls: ['http://acme.localhost:3000/acs?a=1&b="2"'],
        signOnUrl: '',
      },
    ],
  });
});

afterAll(() => lookAlike.close());

function verify(xml: string, signature: string): ReturnType<typeof verifyWithXmlsec> {
  const { certificateBase64 } = lookAlike.app().certificates.active();
  return verifyWithXmlsec(xml, {
    certificateBase64,
    idElements: [ASSERTION, RESPONSE, ENTITY],
    signature,
  });
}

describe('signatures, as xmlsec1 judges them', () => {
  const cases = [
    { signedElement: 'assertion', hash: 'sha256', signatures: [OF_ASSERTION] },
    { signedElement: 'response', hash: 'sha256', signatures: [OF_ROOT] },
    { signedElement: 'both', hash: 'sha256', signatures: [OF_ASSERTION, OF_ROOT] },
    { signedElement: 'both', hash: 'sha1', signatures: [OF_ASSERTION, OF_ROOT] },
  ] as const;
  it.each(cases)(
    '$signedElement with $hash verifies',
    async ({ signedElement, hash, signatures }) => {
      const { xml } = lookAlike.issueResponse({
        account: 'Chiara.Rossi@acme.example',
        inResponseTo: '_1',
        signing: { signedElement, hash },
      });
      expect(xml.split('<Signature ').length - 1).toBe(signatures.length);
      for (const signature of signatures) {
        expect(await verify(xml, signature)).toMatchObject({ isValid: true });
      }
    },
  );

  it('a changed letter is noticed', async () => {
    const { xml } = lookAlike.issueResponse({
      account: 'B.Simon@acme.example',
      inResponseTo: null,
    });
    const changed = xml.replace('>Britta Simon<', '>Britta Simen<');
    expect(changed).not.toBe(xml);
    expect(await verify(changed, OF_ASSERTION)).toMatchObject({ isValid: false });
  });

  it('metadata verifies', async () => {
    expect(await verify(lookAlike.metadataXml(APP_ID), OF_ROOT)).toMatchObject({ isValid: true });
  });

  it('survives values that XML must escape', async () => {
    const value = ' <a b="c">&amp;\t\r\n]]>\u00e9\u{1F600} ';
    const { xml } = lookAlike.issueResponse({
      account: 'B.Simon@acme.example',
      inResponseTo: value,
      overrides: { claims: [{ name: value, values: [value, ''] }] },
      signing: { signedElement: 'both' },
    });
    expect(await verify(xml, OF_ASSERTION)).toMatchObject({ isValid: true });
    expect(await verify(xml, OF_ROOT)).toMatchObject({ isValid: true });
  });
});

it('the certificate is the kind that Entra makes for an application', () => {
  const { certificateBase64 } = lookAlike.app().certificates.active();
  const certificate = new X509Certificate(Buffer.from(certificateBase64, 'base64'));
  expect(certificate.subject).toBe('CN=Microsoft Azure Federated SSO Certificate');
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.publicKey.asymmetricKeyDetails?.modulusLength).toBe(2048);
  const years =
    new Date(certificate.validTo).getFullYear() - new Date(certificate.validFrom).getFullYear();
  expect(years).toBe(3);
});

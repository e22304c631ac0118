import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunningLookAlike } from '../../dev/idp/server.ts';
import { aSigningKey } from '../support/saml/index.js';
import { SP, startForTest, Visitor } from './browserless.ts';
import { verifyWithXmlsec } from './verify-with-xmlsec.ts';

const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';
const ours = aSigningKey({ name: 'sp.example' });
const folder = mkdtempSync(join(tmpdir(), 'look-alike-'));
let lookAlike: RunningLookAlike;

beforeAll(async () => {
  lookAlike = await startForTest();
});

afterAll(async () => {
  await lookAlike.close();
  rmSync(folder, { recursive: true });
});

const issued = () =>
  lookAlike.issueResponse({ account: 'B.Simon@acme.example', inResponseTo: null }).xml;

const paste = (certificate: string) =>
  new Visitor(lookAlike).post('/portal/encryption', { appId: SP.appId, certificate });

function decrypted(xml: string): string {
  const [key, document] = [join(folder, 'key.pem'), join(folder, 'document.xml')];
  writeFileSync(key, ours.privateKey.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync(document, xml);
  const args = ['--decrypt', '--privkey-pem', key, document];
  return execFileSync(process.env.XMLSEC1 ?? 'xmlsec1', args, { stdio: 'pipe' }).toString();
}

describe('token encryption', () => {
  it('is on while there is a certificate; xmlsec1 opens what comes, and finds it signed', async () => {
    expect(issued()).not.toContain('EncryptedAssertion');
    expect((await paste(ours.certificatePem)).status).toBe(303);
    const xml = issued();
    expect(xml).not.toContain('B.Simon');
    const opened = decrypted(xml);
    expect(opened).toContain('B.Simon');
    const verdict = await verifyWithXmlsec(opened, {
      certificateBase64: lookAlike.app().certificates.active().certificateBase64,
      idElements: [`${ASSERTION}:Assertion`],
      signature: "//*[local-name()='Assertion']/*[local-name()='Signature']",
    });
    expect(verdict).toMatchObject({ isValid: true });
    expect((await paste('')).status).toBe(303);
    expect(issued()).not.toContain('EncryptedAssertion');
  });

  it.each([
    ['something else', 'hello'],
    ['a key that cannot encrypt', aSigningKey({ type: 'ec' }).certificatePem],
  ])('refuses %s', async (_, text) => {
    await paste(ours.certificatePem);
    expect((await paste(text)).status).toBe(400);
    expect(issued()).toContain('EncryptedAssertion');
  });
});

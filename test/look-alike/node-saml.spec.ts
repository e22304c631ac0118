import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SAML, ValidateInResponseTo, type SamlConfig } from '@node-saml/node-saml';
import { type RunningLookAlike } from '../../dev/idp/server.ts';
import { decodeResponse, SP, startForTest, Visitor } from './browserless.ts';

let lookAlike: RunningLookAlike;

beforeEach(async () => {
  lookAlike = await startForTest();
});

afterEach(() => lookAlike.close());

function serviceProvider(options: Partial<SamlConfig> = {}): SAML {
  return new SAML({
    entryPoint: lookAlike.ssoUrl,
    issuer: SP.identifier,
    audience: SP.identifier,
    callbackUrl: SP.acsUrl,
    idpIssuer: lookAlike.entityId,
    idpCert: lookAlike
      .app()
      .certificates.list()
      .map((one) => one.certificateBase64),
    identifierFormat: null,
    disableRequestedAuthnContext: true,
    validateInResponseTo: ValidateInResponseTo.always,
    wantAssertionsSigned: false,
    wantAuthnResponseSigned: false,
    ...options,
  });
}

async function signIn(saml: SAML, objectId: string): Promise<Record<string, string>> {
  const visitor = new Visitor(lookAlike);
  const url = await saml.getAuthorizeUrlAsync('state-1', undefined, {});
  const picker = await visitor.get(url);
  const sent = await visitor.post(picker.action, { ...picker.fields, account: objectId });
  expect(sent).toMatchObject({ status: 200, action: SP.acsUrl });
  return sent.fields;
}

const BRITTA = 'c0ffee00-2222-4b4b-9c9c-1b2c3d4e5f60';

describe('node-saml as the service', () => {
  const cases = [
    { signedElement: 'assertion', wants: { wantAssertionsSigned: true } },
    { signedElement: 'response', wants: { wantAuthnResponseSigned: true } },
    { signedElement: 'both', wants: { wantAssertionsSigned: true, wantAuthnResponseSigned: true } },
  ] as const;
  it.each(cases)('accepts a signed $signedElement', async ({ signedElement, wants }) => {
    lookAlike.changeSettings({ signedElement });
    const saml = serviceProvider(wants);
    const fields = await signIn(saml, BRITTA);
    expect(fields['RelayState']).toBe('state-1');
    const { profile } = await saml.validatePostResponseAsync(fields);
    expect(profile).toMatchObject({
      nameID: 'B.Simon@acme.example',
      issuer: lookAlike.entityId,
      'urn:oid:0.9.2342.19200300.100.1.3': 'britta.simon@acme.example',
    });
  });

  it('refuses a signature of a certificate that it does not know, and takes it once it is imported', async () => {
    const before = serviceProvider();
    const thumbprint = await lookAlike.addCertificate();
    const { certificates } = lookAlike.app();
    expect(lookAlike.metadataXml(SP.appId).split('<KeyDescriptor ').length - 1).toBe(3 * 2);
    const after = serviceProvider();
    await after.validatePostResponseAsync(await signIn(after, BRITTA));
    expect(certificates.activate(thumbprint)).toBe(true);
    const fields = await signIn(before, BRITTA);
    await expect(before.validatePostResponseAsync(fields)).rejects.toThrow('Invalid signature');
    await after.validatePostResponseAsync(await signIn(after, BRITTA));
  });

  it('sends its request by POST', async () => {
    const saml = serviceProvider({ skipRequestCompression: true });
    const form = await saml.getAuthorizeMessageAsync('state-2');
    const visitor = new Visitor(lookAlike);
    const redirected = await visitor.post(new URL(lookAlike.ssoUrl).pathname, {
      SAMLRequest: String(form['SAMLRequest']),
      RelayState: 'state-2',
    });
    expect(redirected.status).toBe(303);
    const picker = await visitor.get(redirected.location ?? '');
    const sent = await visitor.post(picker.action, { ...picker.fields, account: BRITTA });
    expect(sent.fields['RelayState']).toBe('state-2');
    await saml.validatePostResponseAsync(sent.fields);
  });

  it('reads an unsolicited response, which says InResponseTo nowhere', async () => {
    const issued = lookAlike.issueResponse({ account: BRITTA, inResponseTo: null });
    expect(issued.xml).not.toContain('InResponseTo');
    const saml = serviceProvider({ validateInResponseTo: ValidateInResponseTo.never });
    const { profile } = await saml.validatePostResponseAsync({ SAMLResponse: issued.base64 });
    expect(profile?.nameID).toBe('B.Simon@acme.example');
  });

  it('asks silently and hears NoPassive, unsigned and without a Destination', async () => {
    const saml = serviceProvider({ passive: true });
    const url = await saml.getAuthorizeUrlAsync('', undefined, {});
    const sent = await new Visitor(lookAlike).get(url);
    const xml = decodeResponse(sent);
    expect(xml).toContain('AADSTS50058');
    expect(xml).not.toMatch(/<Signature|Destination=/);
    await expect(saml.validatePostResponseAsync(sent.fields)).rejects.toThrow('NoPassive');
  });
});

import { get } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type RunningLookAlike } from '../../dev/idp/server.ts';
import {
  attributeValues,
  authnRequest,
  decodeResponse,
  redirectPath,
  SP,
  startForTest,
  Visitor,
  type Visited,
} from './browserless.ts';

let lookAlike: RunningLookAlike;
let visitor: Visitor;
const NOW_MS = Date.parse('2026-03-02T09:14:31.482Z');
let nowMs = NOW_MS;

beforeAll(async () => {
  const { acsUrl, ...app } = SP;
  const blank = {
    name: 'Archive',
    appId: '0a0a0a0a-0000-4000-8000-000000000002',
    identifier: 'imagen-archive',
    replyUrls: ['http://archive.localhost/acs', 'http://archive.localhost/acs2'],
    signOnUrl: '',
  };
  lookAlike = await startForTest({
    apps: [{ ...app, replyUrls: [acsUrl] }, blank],
    nowMs: () => nowMs,
  });
});

afterAll(() => lookAlike.close());

beforeEach(() => {
  nowMs = NOW_MS;
  visitor = new Visitor(lookAlike);
  for (const appId of [SP.appId, '0a0a0a0a-0000-4000-8000-000000000002']) {
    lookAlike.changeSettings(
      { groups: 'ids', nameIdSource: 'userprincipalname', signedElement: 'assertion' },
      appId,
    );
  }
});

function objectIdOf(name: string): string {
  const account = lookAlike.accounts.find((one) => one.displayName.startsWith(name));
  if (account === undefined) throw new Error(`No account ${name}`);
  return account.objectId;
}

async function pick(picker: Visited, name: string): Promise<Visited> {
  return visitor.post(picker.action, { ...picker.fields, account: objectIdOf(name) });
}

async function signInAs(name: string, request = authnRequest()): Promise<Visited> {
  const path = redirectPath(lookAlike, request, { prompt: 'select_account' });
  return pick(await visitor.get(path), name);
}

function statusFor(host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const options = { port: lookAlike.port, path: '/portal', headers: { host } };
    get(options, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on('error', reject);
  });
}

const NAME_ID_POLICY = (format: string): string =>
  `<samlp:NameIDPolicy Format="${format}"></samlp:NameIDPolicy>`;
const CONTEXT = (classRef: string, comparison = 'exact'): string =>
  `<samlp:RequestedAuthnContext Comparison="${comparison}"><a:AuthnContextClassRef xmlns:a="urn:oasis:names:tc:SAML:2.0:assertion">${classRef}</a:AuthnContextClassRef></samlp:RequestedAuthnContext>`;
const SUBJECT =
  '<a:Subject xmlns:a="urn:oasis:names:tc:SAML:2.0:assertion"><a:NameID>x</a:NameID></a:Subject>';

describe('requests that Entra stops on its own page', () => {
  const rows: [problem: string, request: string, code: string | null][] = [
    ['control: a plain request', authnRequest(), null],
    ['an unknown Issuer', authnRequest({}, '', 'http://other/sp-entityid'), 'AADSTS700016'],
    ['an Issuer with a slash too many', authnRequest({}, '', `${SP.identifier}/`), 'AADSTS700016'],
    ['an Issuer in other case', authnRequest({}, '', SP.identifier.toUpperCase()), 'AADSTS700016'],
    ['an ID that begins with a digit', authnRequest({ ID: '5d0c' }), 'AADSTS7500529'],
    ['an ID with a colon', authnRequest({ ID: 'a:b' }), 'AADSTS7500529'],
    ['no ID', authnRequest({ ID: null }), 'AADSTS7500529'],
    [
      'an unregistered reply URL',
      authnRequest({ AssertionConsumerServiceURL: 'http://evil.example/acs' }),
      'AADSTS50011',
    ],
    [
      'a reply URL with a slash too many',
      authnRequest({ AssertionConsumerServiceURL: `${SP.acsUrl}/` }),
      'AADSTS50011',
    ],
    [
      'a relative reply URL',
      authnRequest({ AssertionConsumerServiceURL: '/acs' }),
      'AADSTS7500511',
    ],
    [
      'control: the registered reply URL',
      authnRequest({ AssertionConsumerServiceURL: SP.acsUrl }),
      null,
    ],
    [
      'another binding',
      authnRequest({ ProtocolBinding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Artifact' }),
      'AADSTS75003',
    ],
    [
      'another destination',
      authnRequest({ Destination: 'https://login.microsoftonline.com/x/saml2' }),
      'AADSTS75008',
    ],
    ['a Subject', authnRequest({}, SUBJECT), 'AADSTS900236'],
    [
      'an entity name ID',
      authnRequest({}, NAME_ID_POLICY('urn:oasis:names:tc:SAML:2.0:nameid-format:entity')),
      'AADSTS750161',
    ],
    [
      'control: a persistent name ID',
      authnRequest({}, NAME_ID_POLICY('urn:oasis:names:tc:SAML:2.0:nameid-format:persistent')),
      null,
    ],
    [
      'a minimum context',
      authnRequest({}, CONTEXT('urn:oasis:names:tc:SAML:2.0:ac:classes:Password', 'minimum')),
      'AADSTS900235',
    ],
    ['a context that is no URI', authnRequest({}, CONTEXT('Password')), 'AADSTS7500522'],
    ['SAML 1.1', authnRequest({ Version: '1.1' }), 'AADSTS75005'],
    ['a flag that is no boolean', authnRequest({ ForceAuthn: 'yes' }), 'AADSTS75005'],
    ['a DOCTYPE', `<!DOCTYPE a [<!ENTITY b "c">]>${authnRequest()}`, 'AADSTS75005'],
    ['two root elements', authnRequest() + authnRequest(), 'AADSTS75005'],
    ['something cut off', authnRequest().slice(0, -5), 'AADSTS75005'],
    [
      'another message',
      '<Response xmlns="urn:oasis:names:tc:SAML:2.0:protocol"></Response>',
      'AADSTS75005',
    ],
    ['another encoding', authnRequest({}, '\uFFFF'), 'AADSTS75005'],
    ['a bomb', authnRequest({}, ' '.repeat(2_000_000)), 'AADSTS75005'],
    [
      'control: comments and another prefix',
      `<?xml version="1.0"?><!-- a -->${authnRequest().replaceAll('samlp', 'q')}`,
      null,
    ],
  ];
  it.each(rows)('%s', async (_problem, request, code) => {
    const visited = await visitor.get(redirectPath(lookAlike, request));
    expect(visited.code).toBe(code);
    expect(visited.title).toBe(code === null ? 'Pick an account' : 'We cannot sign you in');
    expect(visited.html.includes('Trace ID')).toBe(code !== null);
  });

  it('no SAMLRequest, an undecodable one, two of them, another tenant', async () => {
    const path = `/${lookAlike.tenantId}/saml2`;
    expect((await visitor.get(path)).code).toBe('AADSTS750054');
    expect((await visitor.post(path, {})).code).toBe('AADSTS750054');
    expect((await visitor.get(`${path}?SAMLRequest=%3Cxml%3E`)).code).toBe('AADSTS75005');
    expect((await visitor.get(`${path}?SAMLRequest=AAAA`)).code).toBe('AADSTS75005');
    expect((await visitor.get(`${path}?SAMLRequest=AAAA&SAMLRequest=AAAA`)).code).toBe(
      'AADSTS75005',
    );
    expect((await visitor.get('/11111111-1111-4111-8111-111111111111/saml2')).code).toBe(
      'AADSTS90002',
    );
  });

  it('SPNameQualifier comes back to the service as RequestUnsupported', async () => {
    const policy = '<samlp:NameIDPolicy SPNameQualifier="x"></samlp:NameIDPolicy>';
    const visited = await visitor.get(redirectPath(lookAlike, authnRequest({}, policy)));
    const xml = decodeResponse(visited);
    expect(xml).toContain(
      'status:Requester"><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:RequestUnsupported"',
    );
    expect(xml).toMatch(/AADSTS75006.*AADSTS90011.*Trace ID/);
  });

  it('values from outside are shown as text', async () => {
    const request = authnRequest({}, '', '&lt;script&gt;alert(1)&lt;/script&gt;');
    const visited = await visitor.get(
      redirectPath(lookAlike, request, { RelayState: '"><script>' }),
    );
    expect(visited.html).not.toContain('<script>alert');
    const picker = await visitor.get(
      redirectPath(lookAlike, authnRequest(), { RelayState: '"><script>' }),
    );
    expect(picker.html).not.toContain('"><script>');
    expect(picker.fields['RelayState']).toBe('"><script>');
  });
});

describe('what an assertion says', () => {
  const soap = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims';
  const MAIL = 'urn:oid:0.9.2342.19200300.100.1.3';
  const UPN = 'urn:oid:1.3.6.1.4.1.5923.1.1.1.10';
  const LINK = 'http://schemas.microsoft.com/claims/groups.link';
  const ROLE = 'http://schemas.microsoft.com/ws/2008/06/identity/claims/role';
  const METHODS = 'http://schemas.microsoft.com/claims/authnmethodsreferences';
  const IDP = 'http://schemas.microsoft.com/identity/claims/identityprovider';

  it('five minutes back, an hour ahead, the session named after the assertion', async () => {
    const xml = decodeResponse(await signInAs('Britta'));
    expect(xml).toContain(
      '<Conditions NotBefore="2026-03-02T09:09:31.482Z" NotOnOrAfter="2026-03-02T10:14:31.482Z">',
    );
    expect(xml).toContain(
      `InResponseTo="_5d0c7f0a" NotOnOrAfter="2026-03-02T10:14:31.482Z" Recipient="${SP.acsUrl}"`,
    );
    const [, id] = /<Assertion ID="([^"]+)"/.exec(xml) ?? [];
    expect(xml).toContain(`SessionIndex="${id ?? ''}"`);
    expect(xml).toContain(`<Audience>${SP.identifier}</Audience>`);
    expect(xml).toContain(`<Issuer>https://sts.windows.net/${lookAlike.tenantId}/</Issuer>`);
  });

  it('the attributes of the guide', async () => {
    const xml = decodeResponse(await signInAs('Britta'));
    expect(attributeValues(xml, MAIL)).toEqual(['britta.simon@acme.example']);
    expect(attributeValues(xml, UPN)).toEqual(['B.Simon@acme.example']);
    expect(attributeValues(xml, 'Groups')).toEqual([
      '11111111-aaaa-4aaa-8aaa-000000000002',
      '11111111-aaaa-4aaa-8aaa-000000000010',
    ]);
    expect(attributeValues(xml, METHODS)).toHaveLength(2);
    expect(attributeValues(xml, ROLE)).toBeNull();
  });

  it('an empty source leaves its attribute out', async () => {
    const xml = decodeResponse(await signInAs('Nils'));
    expect(attributeValues(xml, MAIL)).toBeNull();
    expect(attributeValues(xml, `${soap}/emailaddress`)).toBeNull();
    expect(attributeValues(xml, `${soap}/givenname`)).toEqual(['Nils']);
    expect(attributeValues(decodeResponse(await signInAs('Emil')), 'Groups')).toBeNull();
  });

  it('guests: #EXT# through another company’s SAML, the mail from another Entra tenant', async () => {
    const alice = decodeResponse(await signInAs('Alice'));
    expect(attributeValues(alice, UPN)).toEqual([
      'alice_partner.example#EXT#@acme.onmicrosoft.example',
    ]);
    expect(attributeValues(alice, IDP)).toEqual(['https://login.partner.example/saml']);
    const bayo = decodeResponse(await signInAs('Bayo'));
    expect(attributeValues(bayo, UPN)).toEqual(['bayo@fabrikam.example']);
  });

  it('three groups come as ids or names, 160 as a link', async () => {
    expect(attributeValues(decodeResponse(await signInAs('Chiara')), 'Groups')).toHaveLength(3);
    lookAlike.changeSettings({ groups: 'names' });
    const named = attributeValues(decodeResponse(await signInAs('Chiara')), 'Groups');
    expect(named).toEqual([
      'Imagen Editors',
      'Imagen Viewers',
      'Archive &amp; Restoration &lt;Tape Vault&gt;',
    ]);
    const dana = decodeResponse(await signInAs('Dana'));
    expect(attributeValues(dana, 'Groups')).toBeNull();
    expect(attributeValues(dana, LINK)).toEqual([
      `https://graph.windows.net/${lookAlike.tenantId}/users/${objectIdOf('Dana')}/getMemberObjects`,
    ]);
    lookAlike.changeSettings({ groups: 'overage' });
    expect(attributeValues(decodeResponse(await signInAs('Chiara')), LINK)).toHaveLength(1);
    lookAlike.changeSettings({ groups: 'none' });
    const none = decodeResponse(await signInAs('Chiara'));
    expect([attributeValues(none, LINK), attributeValues(none, 'Groups')]).toEqual([null, null]);
  });

  it('a requested format overrides the chosen name ID, and is pairwise', async () => {
    const persistent = NAME_ID_POLICY('urn:oasis:names:tc:SAML:2.0:nameid-format:persistent');
    const nameIdOf = (visited: Visited): string | undefined =>
      /<NameID [^>]*>([^<]*)</.exec(decodeResponse(visited))?.[1];
    const first = nameIdOf(await signInAs('Britta', authnRequest({}, persistent)));
    expect(first).not.toContain('@');
    expect(nameIdOf(await signInAs('Britta', authnRequest({}, persistent)))).toBe(first);
    const transient = NAME_ID_POLICY('urn:oasis:names:tc:SAML:2.0:nameid-format:transient');
    const [once, twice] = [
      nameIdOf(await signInAs('Britta', authnRequest({}, transient))),
      nameIdOf(await signInAs('Britta', authnRequest({}, transient))),
    ];
    expect(once).not.toBe(twice);
    lookAlike.changeSettings({ nameIdSource: 'mail' });
    expect(nameIdOf(await signInAs('Britta'))).toBe('britta.simon@acme.example');
    expect((await signInAs('Nils')).code).toBe('AADSTS501241');
  });

  it('an account that is not assigned meets AADSTS50105', async () => {
    expect((await signInAs('Faye')).code).toBe('AADSTS50105');
  });

  it('a password was asked for, a certificate was used: AADSTS75011, unless asked to sign in again', async () => {
    const password = CONTEXT('urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport');
    expect((await signInAs('Chiara', authnRequest({}, password))).code).toBe('AADSTS75011');
    expect(
      (await signInAs('Chiara', authnRequest({ ForceAuthn: 'true' }, password))).code,
    ).toBeNull();
    expect((await signInAs('Britta', authnRequest({}, password))).code).toBeNull();
  });
});

describe('the session of the look-alike', () => {
  const authnInstant = (visited: Visited): string | undefined =>
    /AuthnInstant="([^"]*)"/.exec(decodeResponse(visited))?.[1];

  it('signs the only account in again by itself, with its old AuthnInstant', async () => {
    await signInAs('Britta');
    nowMs += 3_600_000;
    const again = await visitor.get(redirectPath(lookAlike, authnRequest()));
    expect(again.action).toBe(SP.acsUrl);
    expect(authnInstant(again)).toBe(new Date(NOW_MS).toISOString());
  });

  it('ForceAuthn asks again and renews the AuthnInstant', async () => {
    await signInAs('Britta');
    nowMs += 3_600_000;
    const path = redirectPath(lookAlike, authnRequest({ ForceAuthn: 'true' }));
    const picker = await visitor.get(path);
    expect(picker.title).toBe('Pick an account');
    expect(authnInstant(await pick(picker, 'Britta'))).toBe(new Date(nowMs).toISOString());
  });

  it('offers both accounts once two are signed in; login_hint chooses, prompt=select_account asks', async () => {
    await signInAs('Britta');
    const request = authnRequest();
    const asked = await visitor.get(redirectPath(lookAlike, request, { prompt: 'select_account' }));
    expect(asked.html).toContain('Use another account');
    await pick(asked, 'Adele');
    expect((await visitor.get(redirectPath(lookAlike, request))).title).toBe('Pick an account');
    const hint = { login_hint: 'b.simon@ACME.example' };
    const hinted = await visitor.get(redirectPath(lookAlike, request, hint));
    expect(decodeResponse(hinted)).toContain('Britta Simon');
  });

  it('a logout request ends it', async () => {
    await signInAs('Britta');
    const nameId = '<a:NameID xmlns:a="urn:oasis:names:tc:SAML:2.0:assertion">x</a:NameID>';
    const logout = authnRequest({}, nameId).replaceAll('AuthnRequest', 'LogoutRequest');
    const without = logout.replace(nameId, '');
    expect((await visitor.get(redirectPath(lookAlike, without))).code).toBe('AADSTS7500530');
    expect((await visitor.get(redirectPath(lookAlike, logout))).title).toBe(
      'You signed out of your account',
    );
    const next = await visitor.get(redirectPath(lookAlike, authnRequest()));
    expect(next.title).toBe('Pick an account');
  });
});

describe('My Apps and the portal', () => {
  const ARCHIVE = '0a0a0a0a-0000-4000-8000-000000000002';

  it('the tile opens the Sign-on URL; without one it posts an unsolicited response', async () => {
    expect((await visitor.get('/myapps')).title).toBe('Pick an account');
    const signedIn = await visitor.post('/myapps/sign-in', { account: objectIdOf('Britta') });
    expect([signedIn.status, signedIn.location]).toEqual([303, '/myapps']);
    const myApps = await visitor.get('/myapps');
    expect(myApps.html).toContain(`href="${SP.signOnUrl}"`);
    const launched = await visitor.post('/myapps/launch', { appId: ARCHIVE });
    expect(launched.action).toBe('http://archive.localhost/acs');
    const xml = decodeResponse(launched);
    expect(xml).not.toContain('InResponseTo');
    expect(xml).toContain('<Audience>spn:imagen-archive</Audience>');
    await visitor.post('/myapps/sign-out', {});
    expect((await visitor.get('/myapps')).title).toBe('Pick an account');
  });

  it('"Test this application" asks for an account first where none is signed in', async () => {
    const picker = await visitor.post('/myapps/launch', { appId: ARCHIVE });
    expect(picker.title).toBe('Pick an account');
    expect((await pick(picker, 'Adele')).action).toBe('http://archive.localhost/acs');
  });

  it('shows an unassigned account no tile', async () => {
    await visitor.post('/myapps/sign-in', { account: objectIdOf('Faye') });
    expect((await visitor.get('/myapps')).html).toContain('No application is assigned to you');
  });

  it('settings belong to one application', async () => {
    await visitor.post('/portal/settings', {
      appId: ARCHIVE,
      signedElement: 'both',
      groups: 'nonsense',
    });
    expect(lookAlike.app(ARCHIVE).settings).toMatchObject({ signedElement: 'both', groups: 'ids' });
    expect(lookAlike.app().settings.signedElement).toBe('assertion');
  });

  it('a certificate is added inactive, made active, and the old one deleted', async () => {
    const { certificates } = lookAlike.app(ARCHIVE);
    const old = certificates.active().thumbprint;
    const post = async (fields: Record<string, string>): Promise<number> =>
      (await visitor.post('/portal/certificates', { appId: ARCHIVE, ...fields })).status;
    expect(await post({ do: 'add' })).toBe(303);
    expect(certificates.active().thumbprint).toBe(old);
    const added = certificates.list()[1]?.thumbprint ?? '';
    expect(await post({ do: 'remove', thumbprint: old })).toBe(400);
    expect(await post({ do: 'activate', thumbprint: added })).toBe(303);
    expect(await post({ do: 'remove', thumbprint: old })).toBe(303);
    expect(certificates.list().map((one) => one.thumbprint)).toEqual([added]);
  });

  it('another site’s page changes nothing, another host name is not served', async () => {
    const evil = { origin: 'http://evil.example' };
    const fields = { appId: ARCHIVE, do: 'add' };
    expect((await visitor.post('/portal/certificates', fields, evil)).status).toBe(403);
    expect((await visitor.post('/portal/certificates', fields, { origin: 'null' })).status).toBe(
      403,
    );
    expect(await statusFor('rebound.example')).toBe(421);
    expect(await statusFor('idp.localhost:3001')).toBe(200);
    expect((await visitor.post('/nothing', {})).status).toBe(404);
    expect((await visitor.post('/portal/settings', { a: 'b'.repeat(300_000) })).status).toBe(413);
  });
});

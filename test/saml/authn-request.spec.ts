import { inflateRawSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { authnRequestForm, authnRequestUrl } from '../../src/auth/saml/authn-request.js';
import { readXml } from '../../src/xml/domain/xml-reader.js';
import { type XmlElement } from '../../src/xml/domain/xml-element.js';
import { ACME } from '../support/saml/index.js';

const REQUEST_ID = `_${'a1'.repeat(20)}`;
const OPTIONS = {
  spEntityId: ACME.spEntityId,
  acsUrl: ACME.acsUrl,
  ssoUrl: 'https://login.microsoftonline.com/6f1b2c3d-1111-4a4a-8b8b-0a1b2c3d4e5f/saml2',
  nowMs: ACME.nowMs,
};

function requestIn(url: string): XmlElement {
  const encoded = new URL(url).searchParams.get('SAMLRequest') ?? '';
  return read(inflateRawSync(Buffer.from(encoded, 'base64')).toString('utf8'));
}

function read(xml: string): XmlElement {
  const document = readXml(xml);
  if (!document.accepted) throw new Error(document.code);
  return document.value.root;
}

describe('an AuthnRequest by redirect', () => {
  it('says who asks, where to answer, and nothing else', async () => {
    const request = requestIn(await authnRequestUrl(OPTIONS, REQUEST_ID, 'handle'));
    expect(request.name).toEqual({
      namespace: 'urn:oasis:names:tc:SAML:2.0:protocol',
      local: 'AuthnRequest',
    });
    expect(Object.fromEntries(request.attributes)).toEqual({
      ID: REQUEST_ID,
      Version: '2.0',
      IssueInstant: '2026-03-02T09:14:31.500Z',
      Destination: OPTIONS.ssoUrl,
      ProtocolBinding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST',
      AssertionConsumerServiceURL: ACME.acsUrl,
    });
    expect(request.children.map(({ name, text }) => [name.local, text])).toEqual([
      ['Issuer', ACME.spEntityId],
    ]);
  });

  it('carries the relay state, and a login hint only where one is given', async () => {
    const plain = new URL(await authnRequestUrl(OPTIONS, REQUEST_ID, 'handle'));
    expect([...plain.searchParams.keys()]).toEqual(['SAMLRequest', 'RelayState']);
    expect(plain.searchParams.get('RelayState')).toBe('handle');
    const hinted = new URL(
      await authnRequestUrl(OPTIONS, REQUEST_ID, 'handle', 'b.simon@acme.example'),
    );
    expect(hinted.searchParams.get('login_hint')).toBe('b.simon@acme.example');
  });

  it('keeps the query that the IdP’s address has', async () => {
    const ssoUrl = 'https://idp.example/sso?idpid=C01abc&spid=7%2F8';
    const url = await authnRequestUrl({ ...OPTIONS, ssoUrl }, REQUEST_ID, 'handle');
    expect(url.startsWith('https://idp.example/sso?idpid=C01abc&spid=7%2F8&SAMLRequest=')).toBe(
      true,
    );
    expect(requestIn(url).attributes.get('Destination')).toBe(ssoUrl);
  });

  it('escapes what stands in its values', async () => {
    const spEntityId = 'https://acme.example/?a=1&b="<2>"';
    const request = requestIn(
      await authnRequestUrl({ ...OPTIONS, spEntityId }, REQUEST_ID, 'handle'),
    );
    expect(request.children[0]?.text).toBe(spEntityId);
  });

  it('is not built with an ID that somebody could guess or that Entra refuses', async () => {
    await expect(authnRequestUrl(OPTIONS, '_1', 'handle')).rejects.toThrow('20 random bytes');
    await expect(authnRequestForm(OPTIONS, 'a1'.repeat(20), 'handle')).rejects.toThrow(
      '20 random bytes',
    );
  });
});

describe('an AuthnRequest by POST', () => {
  it('is a form of two fields, the request uncompressed', async () => {
    const form = await authnRequestForm(OPTIONS, REQUEST_ID, 'handle');
    expect(form.action).toBe(OPTIONS.ssoUrl);
    expect(Object.keys(form.fields)).toEqual(['SAMLRequest', 'RelayState']);
    const request = read(Buffer.from(form.fields['SAMLRequest'] ?? '', 'base64').toString('utf8'));
    expect(request.attributes.get('ID')).toBe(REQUEST_ID);
    expect(form.fields['RelayState']).toBe('handle');
  });
});

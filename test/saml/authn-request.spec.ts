import { inflateRawSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { type AuthnRequest, authnRequestXml } from '../../src/auth/saml/domain/authn-request.js';
import { type XmlElement } from '../../src/xml/domain/xml-element.js';
import { readXml } from '../../src/xml/domain/xml-reader.js';
import { addressOf, outgoingMessage } from '../../src/auth/saml/index.js';
import { ACME } from '../support/saml/index.js';

const REQUEST: AuthnRequest = {
  id: `_${'a1'.repeat(20)}`,
  issuer: ACME.spEntityId,
  destination: 'https://login.microsoftonline.com/6f1b2c3d-1111-4a4a-8b8b-0a1b2c3d4e5f/saml2',
  acsUrl: ACME.acsUrl,
  nowMs: ACME.nowMs,
  forceAuthn: false,
  nameIdFormat: 'none',
  authnContext: [],
};

function read(xml: string): XmlElement {
  const document = readXml(xml);
  if (!document.accepted) throw new Error(document.code);
  return document.value.root;
}

const written = (changes: Partial<AuthnRequest> = {}) =>
  read(authnRequestXml({ ...REQUEST, ...changes }));

describe('an AuthnRequest', () => {
  it('says who asks, where to answer, and nothing else', () => {
    const request = written();
    expect(request.name).toEqual({
      namespace: 'urn:oasis:names:tc:SAML:2.0:protocol',
      local: 'AuthnRequest',
    });
    expect(Object.fromEntries(request.attributes)).toEqual({
      ID: REQUEST.id,
      Version: '2.0',
      IssueInstant: '2026-03-02T09:14:31.500Z',
      Destination: REQUEST.destination,
      ProtocolBinding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST',
      AssertionConsumerServiceURL: ACME.acsUrl,
    });
    expect(request.children.map(({ name, text }) => [name.local, text])).toEqual([
      ['Issuer', ACME.spEntityId],
    ]);
  });

  it('asks for what the connection asks for, in the order of the schema', () => {
    const request = written({
      forceAuthn: true,
      nameIdFormat: 'persistent',
      authnContext: ['urn:a', 'https://refeds.org/profile/mfa'],
    });
    expect(request.attributes.get('ForceAuthn')).toBe('true');
    const [issuer, policy, context] = request.children;
    expect(issuer?.name.local).toBe('Issuer');
    expect(Object.fromEntries(policy?.attributes ?? [])).toEqual({
      Format: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
      AllowCreate: 'true',
    });
    expect(context?.attributes.get('Comparison')).toBe('exact');
    expect(context?.children.map(({ text }) => text)).toEqual([
      'urn:a',
      'https://refeds.org/profile/mfa',
    ]);
  });

  it('escapes what stands in its values', () => {
    const issuer = 'https://acme.example/?a=1&b="<2>"';
    expect(written({ issuer }).children[0]?.text).toBe(issuer);
  });
});

describe('a message without a signature', () => {
  const message = (xml: string) =>
    ({ name: 'SAMLRequest', id: REQUEST.id, xml, relayState: 'handle' }) as const;

  it('goes by redirect, deflated, after the query that the address has', () => {
    const address = 'https://idp.example/sso?idpid=C01abc&spid=7%2F8';
    const sent = outgoingMessage({ binding: 'redirect', url: address }, message('<a/>'), null);
    if (sent.binding !== 'redirect') throw new Error('by redirect');
    expect(sent.url.startsWith(`${address}&SAMLRequest=`)).toBe(true);
    const { searchParams } = new URL(sent.url);
    expect([...searchParams.keys()]).toEqual(['idpid', 'spid', 'SAMLRequest', 'RelayState']);
    const deflated = Buffer.from(searchParams.get('SAMLRequest') ?? '', 'base64');
    expect(inflateRawSync(deflated).toString()).toBe('<a/>');
  });

  it('goes by POST as a form of two fields, not deflated', () => {
    const url = REQUEST.destination;
    const sent = outgoingMessage({ binding: 'post', url }, message('<a/>'), null);
    expect(sent).toEqual({
      binding: 'post',
      action: url,
      fields: { SAMLRequest: Buffer.from('<a/>').toString('base64'), RelayState: 'handle' },
    });
  });

  it('goes by redirect where the IdP takes both', () => {
    expect(addressOf('https://r', 'https://p')?.url).toBe('https://r');
    expect(addressOf(null, 'https://p')?.binding).toBe('post');
    expect(addressOf(null, null)).toBeNull();
  });
});

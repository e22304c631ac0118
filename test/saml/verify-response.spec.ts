import { describe, expect, it } from '@jest/globals';
import { checkAgreement } from '../../src/auth/saml/domain/check-agreement.js';
import { gateResponse } from '../../src/auth/saml/domain/gate-xml.js';
import { verifyResponse } from '../../src/auth/saml/domain/verify-response.js';
import { type TrustedKey } from '../../src/xml/index.js';
import { readXml } from '../../src/xml/domain/xml-reader.js';
import {
  aForeignKey,
  aResponse,
  theIdpEcKey,
  theIdpKey,
  type ResponseOptions,
} from '../support/saml/index.js';
import { trusted } from '../support/saml/pipeline.js';

const OURS = trusted(theIdpKey());

function verifyXml(xml: string, keys: readonly TrustedKey[] = [OURS]) {
  const outline = gateResponse(xml);
  if (!outline.accepted) throw new Error(outline.code);
  return verifyResponse(xml, outline.value, keys);
}

function verify(options: ResponseOptions = {}, keys: readonly TrustedKey[] = [OURS]) {
  return verifyXml(aResponse(options).xml, keys);
}

describe('a signature', () => {
  it.each(['assertion', 'response', 'both'] as const)('of the %s verifies', (signed) => {
    expect(verify({ signed, displayName: 'Zoë & <Anne> "A" \u{1F3AC}' })).toMatchObject({
      accepted: true,
      value: {
        certificateSha256Hex: Array.from(
          { length: signed === 'both' ? 2 : 1 },
          () => OURS.certificateSha256Hex,
        ),
      },
    });
  });

  it('is checked wherever there is one, whatever else is signed', () => {
    const { xml } = aResponse({ signed: 'both' });
    // The Response's own signature no longer fits, the assertion's still does.
    const changed = xml.replace(/InResponseTo="_/, 'InResponseTo="_x');
    expect(verifyXml(changed)).toMatchObject({ code: 'signature_invalid' });
  });

  it('covers characters of several octets, wherever libxml2 cuts its output', () => {
    const decision = verify({ displayName: '\u{1F3AC}'.repeat(1000) });
    expect(decision.accepted).toBe(true);
  });

  it('of an elliptic curve key verifies, by the rules of that kind of key alone', () => {
    const signed = { key: theIdpEcKey(), algorithm: 'ecdsa-sha256' } as const;
    expect(verify(signed, [trusted(theIdpEcKey())]).accepted).toBe(true);
    expect(verify(signed, [OURS])).toMatchObject({ code: 'signature_invalid' });
  });

  it('over what has no canonical form is refused', () => {
    const { xml } = aResponse();
    const relative = xml.replace('<AttributeStatement', '<AttributeStatement xmlns:r="relative"');
    expect(verifyXml(relative)).toMatchObject({ accepted: false });
  });
});

describe('the connection’s keys', () => {
  it('are all good, in any order', () => {
    const keys = [trusted(aForeignKey()), OURS];
    expect(verify({}, keys).accepted).toBe(true);
    expect(verify({ key: aForeignKey() }, keys).accepted).toBe(true);
  });

  it('are sorted by KeyInfo, and none is added by it', () => {
    const keyInfoCertificates = [aForeignKey().certificateBase64];
    expect(verify({ keyInfoCertificates }, [trusted(aForeignKey()), OURS]).accepted).toBe(true);
    expect(verify({ key: aForeignKey(), keyInfoCertificates })).toMatchObject({
      code: 'signature_invalid',
    });
  });

  it('are needed', () => {
    expect(verify({}, [])).toMatchObject({ code: 'signature_invalid' });
  });
});

describe('what the gate saw and what was verified', () => {
  const element = (xml: string) => {
    const document = readXml(xml);
    if (!document.accepted) throw new Error(document.code);
    return document.value.root;
  };

  it.each([
    ['another text', '<a>c</a>'],
    ['another attribute', '<a x="1">b</a>'],
    ['another child', '<a>b<c/></a>'],
    ['another namespace', '<a xmlns="urn:x">b</a>'],
  ])('must not differ: %s', (_, other) => {
    expect(checkAgreement(element('<a>b</a>'), element(other))).toMatchObject({
      code: 'signature_content_differs',
    });
  });

  it('may differ in prefixes, which canonicalisation leaves to whoever writes', () => {
    const [one, other] = ['<p:a xmlns:p="urn:x" p:y="1"/>', '<q:a xmlns:q="urn:x" q:y="1"></q:a>'];
    expect(checkAgreement(element(one), element(other)).accepted).toBe(true);
  });
});

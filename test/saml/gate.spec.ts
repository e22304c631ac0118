import { describe, expect, it } from '@jest/globals';
import { gateResponse } from '../../src/auth/saml/domain/gate-xml.js';
import { type ResponseOutline } from '../../src/auth/saml/domain/response-outline.js';
import { ACME, aForeignKey, anErrorResponse, aResponse, theIdpKey } from '../support/saml/index.js';

function outlineOf(xml: string): ResponseOutline {
  const outline = gateResponse(xml);
  if (!outline.accepted) throw new Error(`${outline.code} ${JSON.stringify(outline.facts)}`);
  return outline.value;
}

describe('the outline of a response', () => {
  it('says what the message says of itself', () => {
    const response = aResponse({ signed: 'both' });
    const outline = outlineOf(response.xml);
    expect(outline).toMatchObject({
      id: response.responseId,
      destination: ACME.acsUrl,
      inResponseTo: ACME.requestId,
      issueInstant: new Date(ACME.nowMs).toISOString(),
      issuer: { value: ACME.idpEntityId, format: null },
      status: { code: 'urn:oasis:names:tc:SAML:2.0:status:Success', subCode: null, message: null },
      assertion: { id: response.assertionId },
    });
  });

  it.each([
    { signed: 'none', response: false, assertion: false },
    { signed: 'assertion', response: false, assertion: true },
    { signed: 'response', response: true, assertion: false },
    { signed: 'both', response: true, assertion: true },
  ] as const)('shows which elements are signed: $signed', ({ signed, response, assertion }) => {
    const outline = outlineOf(aResponse({ signed }).xml);
    expect(outline.signature !== null).toBe(response);
    expect(Boolean(outline.assertion?.signature)).toBe(assertion);
  });

  it('shows algorithms and the certificates of KeyInfo, in order and without blanks', () => {
    const certificates = [aForeignKey().certificateBase64, theIdpKey().certificateBase64];
    const broken = certificates.map((base64) => base64.replace(/.{64}/g, '$&\n'));
    const outline = outlineOf(aResponse({ keyInfoCertificates: broken, digest: 'sha512' }).xml);
    expect(outline.assertion?.signature).toMatchObject({
      algorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
      digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha512',
      certificates,
    });
  });

  it('shows the error of an unsigned error response, its Entra number, and no more than 300 characters', () => {
    const message = `AADSTS50105: ${'x'.repeat(1000)}`;
    const { status, assertion } = outlineOf(anErrorResponse({ message }).xml);
    expect(assertion).toBeNull();
    expect(status).toEqual({
      code: 'urn:oasis:names:tc:SAML:2.0:status:Requester',
      subCode: 'urn:oasis:names:tc:SAML:2.0:status:RequestUnsupported',
      message: message.slice(0, 300),
      aadsts: '50105',
    });
  });
});

import { SAML, type Profile } from '@node-saml/passport-saml';
import { describe, expect, it } from '@jest/globals';
import { gateResponse } from '../../src/auth/saml/domain/gate-xml.js';
import { type ResponseOutline } from '../../src/auth/saml/domain/response-outline.js';
import {
  certificatesInTrialOrder,
  classifySamlError,
  ResponseVerifier,
  samlOptions,
  verifiedAssertionOf,
  verifyResponse,
} from '../../src/auth/saml/verify-response.js';
import {
  ACME,
  aForeignKey,
  aResponse,
  theIdpEcKey,
  theIdpKey,
  type BuiltResponse,
  type ResponseOptions,
} from '../support/saml/index.js';

const INPUT = {
  ...ACME,
  ssoUrl: 'https://login.microsoftonline.com/saml2',
  certificatesPem: [theIdpKey().certificatePem],
};

function outlineOf({ xml }: BuiltResponse): ResponseOutline {
  const outline = gateResponse(xml);
  if (!outline.accepted) throw new Error(outline.code);
  return outline.value;
}

async function verify(options: ResponseOptions = {}, certificatesPem = INPUT.certificatesPem) {
  const response = aResponse(options);
  return verifyResponse(response, outlineOf(response), { ...INPUT, certificatesPem });
}

async function profileOf(saml: SAML, response: BuiltResponse): Promise<Profile | null> {
  const { profile } = await saml.validatePostResponseAsync({ SAMLResponse: response.base64 });
  return profile;
}

/** The signed element without its own signature: exactly the octets that were digested, since they are canonical. */
function digestedOctets(xml: string): string {
  return xml.replace(/<Signature .*?<\/Signature>/s, '');
}

describe('the verified bytes', () => {
  it('are the octets of the signed Assertion', async () => {
    const response = aResponse();
    const verifier = new ResponseVerifier(samlOptions({ ...INPUT, outline: outlineOf(response) }));
    const profile = await profileOf(verifier, response);
    const [assertion = ''] = /<Assertion .*<\/Assertion>/s.exec(response.xml) ?? [];
    expect(profile?.getAssertionXml?.()).toBe(digestedOctets(assertion));
  });

  it.each(['response', 'both'] as const)(
    'are the octets of the signed Response: %s signed',
    async (signed) => {
      const response = aResponse({ signed });
      const verifier = new ResponseVerifier(
        samlOptions({ ...INPUT, outline: outlineOf(response) }),
      );
      const profile = await profileOf(verifier, response);
      expect(profile?.getAssertionXml?.()).toBe(digestedOctets(response.xml));
    },
  );

  it.each(['assertion', 'response', 'both'] as const)(
    'give the same assertion as the library’s own printing of them: %s signed',
    async (signed) => {
      const response = aResponse({ signed, displayName: 'Zoë & <Anne> "A"' });
      const outline = outlineOf(response);
      const library = await profileOf(new SAML(samlOptions({ ...INPUT, outline })), response);
      expect(verifiedAssertionOf(library, outline)).toEqual(
        await verify({ signed, displayName: 'Zoë & <Anne> "A"' }),
      );
    },
  );

  it('are compared with what was sent: another assertion is refused, whoever signed it', () => {
    const other = aResponse({ upn: 'admin@acme.example' });
    const profile: Profile = {
      issuer: '',
      nameID: '',
      nameIDFormat: '',
      getAssertionXml: () => /<Assertion .*<\/Assertion>/s.exec(other.xml)?.[0] ?? '',
    };
    expect(verifiedAssertionOf(profile, outlineOf(aResponse()))).toMatchObject({
      code: 'signature_content_differs',
    });
  });
});

describe('the connection’s certificates', () => {
  it('are all good, in any order', async () => {
    const certificates = [aForeignKey().certificatePem, theIdpKey().certificatePem];
    expect((await verify({}, certificates)).accepted).toBe(true);
    expect((await verify({ key: aForeignKey() }, certificates)).accepted).toBe(true);
  });

  it('are tried in the order of KeyInfo, and none is added by it', () => {
    const certificates = [aForeignKey().certificatePem, theIdpKey().certificatePem];
    const outline = outlineOf(
      aResponse({ keyInfoCertificates: [theIdpKey().certificateBase64, 'AAAA'] }),
    );
    expect(certificatesInTrialOrder(certificates, outline)).toEqual([...certificates].reverse());
    expect(certificatesInTrialOrder(certificates, null)).toEqual(certificates);
  });

  it('may be an elliptic curve key, which is said to be unverifiable instead of invalid', async () => {
    const decision = await verify({ key: theIdpEcKey(), algorithm: 'ecdsa-sha256' }, [
      theIdpEcKey().certificatePem,
    ]);
    expect(decision).toMatchObject({ code: 'signature_algorithm_forbidden' });
  });

  it('are asked for', async () => {
    expect(await verify({}, [])).toMatchObject({ code: 'certificate_missing' });
  });
});

describe('the library', () => {
  it('checks signatures and nothing else: what it would refuse is left to our own checks', async () => {
    const decision = await verify({
      audiences: [['https://other.example/']],
      notOnOrAfter: '2001-01-01T00:00:00Z',
      confirmationNotOnOrAfter: '2001-01-01T00:00:00Z',
      requestId: null,
    });
    expect(decision.accepted).toBe(true);
  });

  it('verifies every signature that is there, whatever the policy wants', () => {
    const wants = (signed: 'assertion' | 'response' | 'both' | 'none') => {
      const options = samlOptions({ ...INPUT, outline: outlineOf(aResponse({ signed })) });
      return [options.wantAuthnResponseSigned, options.wantAssertionsSigned];
    };
    expect(wants('assertion')).toEqual([false, true]);
    expect(wants('response')).toEqual([true, false]);
    expect(wants('both')).toEqual([true, true]);
    expect(wants('none')).toEqual([true, false]);
  });

  it('refuses by throwing, which says no more than that the signature is invalid', () => {
    const quoting = new Error('SAML assertion audience mismatch. Expected: <secret>');
    expect(classifySamlError(quoting)).toEqual({
      accepted: false,
      code: 'signature_invalid',
      facts: { library: 'Error' },
    });
  });
});

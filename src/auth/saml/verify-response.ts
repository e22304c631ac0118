import {
  SAML,
  ValidateInResponseTo,
  type Profile,
  type SamlConfig,
} from '@node-saml/passport-saml';
import { accept, refuse, type Decision, type Refused } from '../../errors/index.js';
import { checkAgreement } from './domain/check-agreement.js';
import { readVerifiedAssertion } from './domain/read-assertion.js';
import type { SignatureOutline } from '../../xml/index.js';
import { type ResponseOutline } from './domain/response-outline.js';
import { type VerifiedAssertion } from './domain/verified-assertion.js';
import { installTreeSearch, xpathLibraries } from './tree-search.js';

installTreeSearch(xpathLibraries());

/** What node-saml (through xml-crypto 6) can verify of what the gate lets in; the rest is refused by name. */
const VERIFIABLE = new Set([
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
  'http://www.w3.org/2001/04/xmlenc#sha256',
  'http://www.w3.org/2001/04/xmlenc#sha512',
]);

export interface VerifierInput {
  readonly spEntityId: string;
  readonly acsUrl: string;
  readonly ssoUrl: string;
  /** The connection's certificates, PEM. None of them is preferred: the order only saves time. */
  readonly certificatesPem: readonly string[];
  /** The gate's outline: which signatures there are to verify. Null for an AuthnRequest. */
  readonly outline: ResponseOutline | null;
}

/**
 * The options of node-saml 5.1.0, each unsafe or Entra-hostile default fixed. Its own checks of audience, times and
 * InResponseTo are off, on purpose: they read a clock of their own, refuse lawful assertions (Conditions without
 * NotOnOrAfter throw, date-time.js:21), and cannot be told from a bad signature but by the text of an error.
 * check-profile.ts does them, and more.
 */
export function samlOptions(input: VerifierInput): SamlConfig {
  const { outline } = input;
  return {
    issuer: input.spEntityId,
    callbackUrl: input.acsUrl,
    entryPoint: input.ssoUrl,
    idpCert: certificatesInTrialOrder(input.certificatesPem, outline),
    // Every signature that is there must be good, whatever the policy asks for: true where the gate saw one. Where
    // neither is, the policy has refused already, and `true` refuses again.
    wantAuthnResponseSigned: outline
      ? outline.signature !== null || !outline.assertion?.signature
      : true,
    wantAssertionsSigned: outline ? Boolean(outline.assertion?.signature) : true,
    audience: false,
    acceptedClockSkewMs: -1,
    maxAssertionAgeMs: 0,
    validateInResponseTo: ValidateInResponseTo.never,
    identifierFormat: null, // the default asks for an e-mail address
    disableRequestedAuthnContext: true, // AADSTS75011
    signatureAlgorithm: 'sha256', // the default is SHA-1
    digestAlgorithm: 'sha256',
    cacheProvider: NO_CACHE, // the default is memory of this process, for eight hours
  };
}

const NO_CACHE = {
  saveAsync: (): Promise<null> => Promise.resolve(null),
  getAsync: (): Promise<null> => Promise.resolve(null),
  removeAsync: (): Promise<null> => Promise.resolve(null),
};

/**
 * The connection's certificates, those first that the message's KeyInfo names byte for byte: node-saml tries one after the
 * other and canonicalises anew for each. KeyInfo adds no key, it only sorts ours.
 */
export function certificatesInTrialOrder(
  certificatesPem: readonly string[],
  outline: ResponseOutline | null,
): string[] {
  const signatures = [outline?.signature, outline?.assertion?.signature];
  const named = new Set(signatures.flatMap((signature) => signature?.certificates ?? []));
  const isNamed = (pem: string): boolean => named.has(derBase64Of(pem));
  return [...certificatesPem].sort((a, b) => Number(isNamed(b)) - Number(isNamed(a)));
}

function derBase64Of(pem: string): string {
  return pem.replace(/-----[A-Z ]+-----|\s/g, '');
}

/**
 * node-saml's signature verification, and nothing of it after that.
 *
 * `validatePostResponseAsync` hands `getSignedAssertion` (saml.js:566) the text that `getVerifiedXml` returned (saml.js:521,
 * 539, 563; xml.js:106): xml-crypto's signed reference, the canonical octets whose digest matched the Reference in the
 * SignedInfo that the certificate's key verified (signed-xml.js:264, filled only after the verification succeeded).
 * Where the Response is signed this is the Response's text, else the Assertion's. It is kept as it is; node-saml would
 * parse it and print the assertion again (saml.js:471).
 */
export class ResponseVerifier extends SAML {
  protected override getSignedAssertion(signedXml: string): Promise<string> {
    return Promise.resolve(signedXml);
  }

  protected override processValidlySignedAssertionAsync(
    verifiedXml: string,
  ): Promise<{ profile: Profile; loggedOut: boolean }> {
    const profile: Profile = {
      issuer: '',
      nameID: '',
      nameIDFormat: '',
      getAssertionXml: () => verifiedXml,
    };
    return Promise.resolve({ profile, loggedOut: false });
  }
}

/**
 * Verifies every signature of a message that passed the gate, against the connection's certificates, and reads the
 * assertion from the verified bytes. Nothing of the profile has been checked yet.
 */
export async function verifyResponse(
  message: { readonly base64: string },
  outline: ResponseOutline,
  input: Omit<VerifierInput, 'outline'>,
): Promise<Decision<VerifiedAssertion>> {
  const verifiable = checkVerifiable(outline, input.certificatesPem);
  if (!verifiable.accepted) return verifiable;
  const verifier = new ResponseVerifier(samlOptions({ ...input, outline }));
  const verified = await verifier
    .validatePostResponseAsync({ SAMLResponse: message.base64 })
    .then(({ profile }) => accept(profile), classifySamlError);
  return verified.accepted ? verifiedAssertionOf(verified.value, outline) : verified;
}

/** What can be said before any cryptography: no certificate, or an algorithm that the verifier does not have. */
export function checkVerifiable(
  outline: ResponseOutline,
  certificatesPem: readonly string[],
): Decision<void> {
  if (certificatesPem.length === 0) return refuse('certificate_missing');
  const unverifiable = [outline.signature, outline.assertion?.signature]
    .flatMap((signature: SignatureOutline | null | undefined) =>
      signature ? [signature.algorithm, signature.digestAlgorithm] : [],
    )
    .find((algorithm) => !VERIFIABLE.has(algorithm));
  return unverifiable === undefined
    ? accept(undefined)
    : refuse('signature_algorithm_forbidden', { algorithm: unverifiable });
}

/**
 * The assertion in the bytes that were verified, after a comparison with the one that the gate saw. Works with the
 * profile of `ResponseVerifier`, and with node-saml's own, whose `getAssertionXml` is the verified assertion printed
 * once more (saml.js:471-503, 566-570, 899).
 */
export function verifiedAssertionOf(
  profile: Profile | null,
  outline: ResponseOutline,
): Decision<VerifiedAssertion> {
  const verifiedXml = profile?.getAssertionXml?.();
  if (verifiedXml === undefined || !outline.assertion) return refuse('signature_invalid');
  const read = readVerifiedAssertion(verifiedXml);
  if (!read.accepted) return read;
  const agreement = checkAgreement(outline.assertion.element, read.value.element);
  return agreement.accepted ? accept(read.value.assertion) : agreement;
}

/**
 * What an error of the library means, now that the gate has passed and its profile checks are off: the signature did not
 * verify. The text of the error is neither looked at nor passed on: it may quote the message.
 */
export function classifySamlError(error: unknown): Refused {
  return refuse('signature_invalid', {
    library: error instanceof Error ? error.name : typeof error,
  });
}

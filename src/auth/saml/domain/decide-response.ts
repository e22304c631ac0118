import { accept, type Decision, type Refused } from '../../../errors/index.js';
import { type TrustedKey } from '../../../xml/domain/verify-signature.js';
import { type XmlElement } from '../../../xml/domain/xml-element.js';
import { checkAlgorithms } from './check-algorithms.js';
import { checkEncryptionPolicy, type EncryptionPolicy } from './check-encryption-policy.js';
import { checkHasKeys } from './check-has-keys.js';
import { type Solicitation } from './check-in-response-to.js';
import { checkProfile, type ProfileExpectation } from './check-profile.js';
import { checkSignaturePolicy, type SignedElement } from './check-signature-policy.js';
import { checkStatus } from './check-status.js';
import { type Decryption, verifyDecrypted, verifyVisible } from './decrypt-response.js';
import { firstRefusal } from './first-refusal.js';
import { gateResponse } from './gate-xml.js';
import { namesUnknownKey } from './names-unknown-key.js';
import { type ResponseOutline } from './response-outline.js';
import { type VerifiedAssertion } from './verified-assertion.js';
import { verifyResponse } from './verify-response.js';

/** What a response is judged by: the connection, our own addresses, and the time. */
export interface ResponseExpectation extends ProfileExpectation {
  /** The connection's usable keys. */
  readonly keys: readonly TrustedKey[];
  readonly signedElement: SignedElement;
  readonly allowsSha1: boolean;
  /** Absent: optional. */
  readonly encryption?: EncryptionPolicy;
  /** Without it every encrypted assertion is refused. */
  readonly decryption?: Decryption | null;
}

export interface AcceptedResponse {
  readonly outline: ResponseOutline;
  readonly assertion: VerifiedAssertion;
  readonly solicitation: Solicitation;
  readonly certificateSha256Hex: readonly string[];
}

export interface ResponseDecision {
  readonly decision: Decision<AcceptedResponse>;
  /** A key of the connection signed it: then it is on the record whatever else is wrong with it. */
  readonly isSignatureVerified: boolean;
  /** No key verified it, and it names one that the connection does not have: the IdP may have changed keys. */
  readonly namesUnknownKey: boolean;
}

/**
 * Everything about a response that can be decided from itself, the connection and the time, cheapest first: the gate with
 * the structure, what has to be signed and how, the signatures, the assertion as read from what they cover, the profile.
 * The first step that says no is the reason. What the browser asked for is the sign-in service's to know.
 */
export function decideResponse(xml: string, expected: ResponseExpectation): ResponseDecision {
  const gated = gateResponse(xml);
  if (!gated.accepted) return unverified(gated);
  const outline = gated.value;
  if (outline.encrypted) return decideEncrypted(xml, outline, outline.encrypted, expected);
  const refusal = firstRefusal([
    () => (outline.assertion ? null : checkStatus(outline.status)),
    () => checkEncryptionPolicy(outline, expected.encryption ?? 'optional'),
    () => checkSignaturePolicy(outline, expected.signedElement),
    () => checkAlgorithms(signaturesOf(outline), expected.allowsSha1),
    () => checkHasKeys(expected.keys),
  ]);
  if (refusal) return unverified(refusal);
  const verified = verifyResponse(xml, outline, expected.keys);
  if (!verified.accepted) {
    const isHint = verified.code === 'signature_invalid';
    return {
      ...unverified(verified),
      namesUnknownKey: isHint && namesUnknownKey(signaturesOf(outline), expected.keys),
    };
  }
  const solicitation = checkProfile(outline, verified.value.assertion, expected);
  return {
    isSignatureVerified: true,
    namesUnknownKey: false,
    decision: solicitation.accepted
      ? accept({ outline, ...verified.value, solicitation: solicitation.value })
      : solicitation,
  };
}

/** The same for an encrypted assertion: all that can be said before decrypting is said before (decrypt-response). */
function decideEncrypted(
  xml: string,
  sent: ResponseOutline,
  encrypted: XmlElement,
  expected: ResponseExpectation,
): ResponseDecision {
  const visible = verifyVisible(xml, sent, encrypted, expected);
  if (!visible.accepted) return unverified(visible);
  const opened = verifyDecrypted(sent, encrypted, visible.value, expected);
  if (!opened.accepted) return unverified(opened);
  const { outline, assertion, certificateSha256Hex } = opened.value;
  const solicitation = checkProfile(outline, assertion, expected);
  return {
    isSignatureVerified: true,
    namesUnknownKey: false,
    decision: solicitation.accepted
      ? accept({ outline, assertion, certificateSha256Hex, solicitation: solicitation.value })
      : solicitation,
  };
}

function unverified(refused: Refused): ResponseDecision {
  return { decision: refused, isSignatureVerified: false, namesUnknownKey: false };
}

function signaturesOf({ signature, assertion }: ResponseOutline) {
  return [signature, assertion?.signature ?? null].filter((each) => each !== null);
}

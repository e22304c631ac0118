import { accept, refuse, type Decision } from '../../../errors/index.js';
import { type EncryptedOutline, gateEncrypted } from '../../../xml/domain/gate-encrypted.js';
import { decodeUtf8 } from '../../../xml/domain/utf8.js';
import { type TrustedKey } from '../../../xml/domain/verify-signature.js';
import { type XmlElement } from '../../../xml/domain/xml-element.js';
import { readXml } from '../../../xml/domain/xml-reader.js';
import { checkAlgorithms } from './check-algorithms.js';
import { checkDestination } from './check-destination.js';
import { checkHasKeys } from './check-has-keys.js';
import { checkResponseIssueInstant } from './check-issue-instant.js';
import { checkIssuer } from './check-issuer.js';
import { type ProfileExpectation } from './check-profile.js';
import { type SignedElement } from './check-signature-policy.js';
import { checkStatus } from './check-status.js';
import { firstRefusal } from './first-refusal.js';
import { gateElement } from './gate-xml.js';
import { readVerifiedAssertion } from './read-assertion.js';
import { type AssertionOutline, type ResponseOutline } from './response-outline.js';
import { verifyElement, type VerifiedContent } from './verify-response.js';

/** How a tenant decrypts, and for whom: the one never comes without the other. */
export interface Decryption {
  /** The plaintext, or null whatever was wrong. */
  open(encrypted: EncryptedOutline): Buffer | null;
  /** Whether this browser has an attempt of its own under way with this request. */
  isAwaited(requestId: string): boolean;
}

interface Expectation extends ProfileExpectation {
  readonly keys: readonly TrustedKey[];
  readonly signedElement: SignedElement;
  readonly allowsSha1: boolean;
  readonly decryption?: Decryption | null;
}

export interface VisiblePart {
  readonly decryption: Decryption;
  readonly content: EncryptedOutline;
  readonly certificateSha256Hex: readonly string[]; // of the Response's signature, where it has one
}

/**
 * Everything that can be said without decrypting. Decrypting answers to whoever asks, and AES-CBC can be deciphered by asking
 * (Jager and Somorovsky, 2011): so only a browser with an attempt of its own gets further, with a response to that.
 */
export function verifyVisible(
  xml: string,
  outline: ResponseOutline,
  encrypted: XmlElement,
  expected: Expectation,
): Decision<VisiblePart> {
  const { decryption, signedElement, allowsSha1, keys } = expected;
  const { signature, element } = outline;
  if (!decryption) return refuse('assertion_encrypted');
  const content = gateEncrypted(encrypted);
  if (!content.accepted) return content;
  const isResponseWanted = signedElement === 'response' || signedElement === 'both';
  const refusal = firstRefusal([
    () =>
      isResponseWanted && !signature
        ? refuse('signature_missing_response', { policy: signedElement })
        : null,
    () => checkAlgorithms(signature ? [signature] : [], allowsSha1),
    () => checkHasKeys(keys),
  ]);
  if (refusal) return refusal;
  const verified = signature ? verifyElement(xml, [element], signature, keys) : null;
  if (verified && !verified.accepted) return verified;
  const outside = firstRefusal([
    () => checkStatus(outline.status),
    () => checkIssuer(outline.issuer, expected.idpEntityId, 'response'),
    () => checkDestination(outline.destination, expected.acsUrl, signature !== null),
    () => checkResponseIssueInstant(outline.issueInstant, expected),
    () => checkAwaited(outline.inResponseTo, decryption),
  ]);
  return (
    outside ??
    accept({
      decryption,
      content: content.value,
      certificateSha256Hex: verified ? [verified.value.certificateSha256Hex] : [],
    })
  );
}

function checkAwaited(inResponseTo: string | null, decryption: Decryption): Decision<void> {
  return inResponseTo !== null && decryption.isAwaited(inResponseTo)
    ? accept(undefined)
    : refuse('attempt_unknown');
}

/**
 * The decrypted assertion takes the place of the encrypted one, and passes the same gate. Its own signature is always
 * required: encryption proves nothing about who encrypted, and a signature of the Response covers the ciphertext only.
 */
export function verifyDecrypted(
  sent: ResponseOutline,
  encrypted: XmlElement,
  { decryption, content, certificateSha256Hex }: VisiblePart,
  { keys, allowsSha1 }: Expectation,
): Decision<VerifiedContent & { readonly outline: ResponseOutline }> {
  const opened = decryption.open(content);
  const plaintext = opened && decodeUtf8(opened);
  const outline = plaintext === null ? null : outlineWith(sent.element, encrypted, plaintext);
  if (plaintext === null || !outline) return refuse('decryption_failed');
  const { element, signature } = outline.assertion;
  if (!signature) return refuse('signature_missing_assertion', { inside: 'EncryptedAssertion' });
  const algorithms = checkAlgorithms([signature], allowsSha1);
  if (!algorithms.accepted) return algorithms;
  const verified = verifyElement(plaintext, [element], signature, keys);
  if (!verified.accepted) return verified;
  const assertion = readVerifiedAssertion(verified.value.covered);
  if (!assertion.accepted) return assertion;
  return accept({
    outline,
    assertion: assertion.value,
    certificateSha256Hex: [...certificateSha256Hex, verified.value.certificateSha256Hex],
  });
}

/** Null whatever is wrong: up to here a refusal that differs is an oracle. */
function outlineWith(
  response: XmlElement,
  encrypted: XmlElement,
  plaintext: string,
): (ResponseOutline & { readonly assertion: AssertionOutline }) | null {
  const document = readXml(plaintext);
  if (!document.accepted) return null;
  const { root } = document.value;
  const children = response.children.map((child) => (child === encrypted ? root : child));
  const gated = gateElement({ ...response, children });
  if (!gated.accepted || !gated.value.assertion) return null;
  const outside = new Set(idsOf(response));
  if (idsOf(root).some((id) => outside.has(id))) return null;
  return { ...gated.value, assertion: gated.value.assertion };
}

function idsOf(element: XmlElement): string[] {
  const ids = [...element.attributes].filter(([name]) => /(^|\})id$/i.test(name));
  return [...ids.map(([, value]) => value), ...element.children.flatMap(idsOf)];
}

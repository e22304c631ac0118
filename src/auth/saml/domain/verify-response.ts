import { accept, refuse, type Decision } from '../../../errors/index.js';
import { type ElementPath } from '../../../xml/domain/cut-element.js';
import { type SignatureOutline } from '../../../xml/domain/gate-signature.js';
import { type TrustedKey, verifySignature } from '../../../xml/domain/verify-signature.js';
import { type XmlElement } from '../../../xml/domain/xml-element.js';
import { readXml } from '../../../xml/domain/xml-reader.js';
import { checkAgreement } from './check-agreement.js';
import { readVerifiedAssertion } from './read-assertion.js';
import { type ResponseOutline } from './response-outline.js';
import { type VerifiedAssertion } from './verified-assertion.js';

export interface VerifiedContent {
  readonly assertion: VerifiedAssertion;
  /** Whose keys verified: one per signature, the Response's first. */
  readonly certificateSha256Hex: readonly string[];
}

/**
 * Verifies every signature that is there, whatever the policy would do without, and reads the assertion from the canonical
 * octets: of the Assertion where it is signed itself, else of the Response that holds it.
 */
export function verifyResponse(
  xml: string,
  outline: ResponseOutline,
  keys: readonly TrustedKey[],
): Decision<VerifiedContent> {
  const { element: response, signature, assertion } = outline;
  if (!assertion) return refuse('assertion_missing');
  const signed: [ElementPath, SignatureOutline][] = [];
  if (signature) signed.push([[response], signature]);
  if (assertion.signature) signed.push([[response, assertion.element], assertion.signature]);
  const certificateSha256Hex: string[] = [];
  let innermost: XmlElement | null = null;
  for (const [path, itsSignature] of signed) {
    const verified = verifyElement(xml, path, itsSignature, keys);
    if (!verified.accepted) return verified;
    certificateSha256Hex.push(verified.value.certificateSha256Hex);
    innermost = verified.value.covered;
  }
  if (!innermost) return refuse('signature_missing');
  const read = readVerifiedAssertion(innermost);
  return read.accepted ? accept({ assertion: read.value, certificateSha256Hex }) : read;
}

interface CoveredElement {
  readonly covered: XmlElement; // as read from the canonical octets
  readonly certificateSha256Hex: string;
}

export function verifyElement(
  xml: string,
  path: ElementPath,
  signature: SignatureOutline,
  keys: readonly TrustedKey[],
): Decision<CoveredElement> {
  const verified = verifySignature(xml, path, signature, keys);
  if (!verified.accepted) return verified;
  const { canonicalXml, certificateSha256Hex } = verified.value;
  const covered = readCovered(canonicalXml, path.at(-1) ?? path[0]);
  return covered.accepted ? accept({ covered: covered.value, certificateSha256Hex }) : covered;
}

/** The element in the octets that were verified, which must be the one that the gate saw. */
function readCovered(canonicalXml: string, sent: XmlElement): Decision<XmlElement> {
  const document = readXml(canonicalXml);
  if (!document.accepted) return document;
  const agreement = checkAgreement(sent, document.value.root);
  return agreement.accepted ? accept(document.value.root) : agreement;
}

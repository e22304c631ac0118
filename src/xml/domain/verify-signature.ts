import { createHash, type KeyObject, verify } from 'node:crypto';
import { accept, refuse, type Decision } from '../../errors/index.js';
import { canonicalize } from './canonicalize.js';
import { cutElement, type ElementPath } from './cut-element.js';
import { type SignatureOutline } from './gate-signature.js';
import { DIGESTS, SIGNATURE_METHODS } from './signature-algorithms.js';

/** A key that is trusted because somebody imported it, ready to verify with. */
export interface TrustedKey {
  readonly certificateBase64: string; // DER, as KeyInfo would name it
  readonly certificateSha256Hex: string;
  readonly key: KeyObject;
}

export interface VerifiedElement {
  /** The canonical octets that the signature covers, decoded: the only text of which anything may be believed. */
  readonly canonicalXml: string;
  readonly certificateSha256Hex: string; // whose key verified
}

/**
 * Verifies one enveloped signature (XML Signature 3.2) of the element at the end of `path`. The SignedInfo is verified
 * before anything is digested, so that without a key of ours nobody makes us canonicalise a large message.
 * @param source the text that was read, to which the elements' positions refer
 * @param keys all of them are equal; those that KeyInfo names are tried first, and KeyInfo adds none
 */
export function verifySignature(
  source: string,
  path: ElementPath,
  signature: SignatureOutline,
  keys: readonly TrustedKey[],
): Decision<VerifiedElement> {
  const { signedInfo, element } = signature;
  const signedInfoText = cutElement(source, [...path, element, signedInfo.element]);
  const signedInfoOctets = canonicalize(signedInfoText, signedInfo.inclusivePrefixes);
  if (!signedInfoOctets) return refuse('canonicalization_failed', { part: 'SignedInfo' });
  const trusted = inTrialOrder(keys, signature).find((candidate) =>
    isSignedBy(candidate, signature, signedInfoOctets),
  );
  if (!trusted) return refuse('signature_invalid', { part: 'SignatureValue' });
  const octets = canonicalize(
    cutElement(source, path, element),
    signedInfo.contentInclusivePrefixes,
  );
  if (!octets) return refuse('canonicalization_failed', { part: 'content' });
  const hash = DIGESTS.get(signature.digestAlgorithm)?.hash ?? '';
  if (!createHash(hash).update(octets).digest().equals(signedInfo.digest)) {
    return refuse('signature_invalid', { part: 'DigestValue' });
  }
  const { certificateSha256Hex } = trusted;
  return accept({ canonicalXml: octets.toString('utf8'), certificateSha256Hex });
}

function isSignedBy({ key }: TrustedKey, signature: SignatureOutline, octets: Buffer): boolean {
  const method = SIGNATURE_METHODS.get(signature.algorithm);
  // The family that the message names must be the key's own: else one key could be used by another's rules.
  if (key.asymmetricKeyType !== method?.keyType) return false;
  // RFC 4050 and RFC 9231 2.3.6: r and s side by side, each as long as the curve's order. RSA knows no such thing.
  const withEncoding =
    method?.keyType === 'ec' ? ({ key, dsaEncoding: 'ieee-p1363' } as const) : key;
  return verify(method?.hash, octets, withEncoding, signature.value);
}

function inTrialOrder(
  keys: readonly TrustedKey[],
  { certificates }: SignatureOutline,
): readonly TrustedKey[] {
  const isNamed = ({ certificateBase64 }: TrustedKey): number =>
    Number(certificates.includes(certificateBase64));
  return keys.length < 2 ? keys : keys.toSorted((a, b) => isNamed(b) - isNamed(a));
}

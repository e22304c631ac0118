import { createHash, sign, constants } from 'node:crypto';
import { type SigningKey } from './signing-key.js';

export const DSIG = 'http://www.w3.org/2000/09/xmldsig#';
export const EXCLUSIVE_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';
export const ENVELOPED_SIGNATURE = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';

export type SignatureAlgorithm =
  'rsa-sha1' | 'rsa-sha256' | 'rsa-sha384' | 'rsa-sha512' | 'ecdsa-sha256' | 'rsa-pss-sha256';
export type DigestAlgorithm = 'sha1' | 'sha256' | 'sha384' | 'sha512';

const SIGNATURE_URIS: Readonly<Record<SignatureAlgorithm, string>> = {
  'rsa-sha1': 'http://www.w3.org/2000/09/xmldsig#rsa-sha1',
  'rsa-sha256': 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  'rsa-sha384': 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha384',
  'rsa-sha512': 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
  'ecdsa-sha256': 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256',
  'rsa-pss-sha256': 'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1',
};

const DIGEST_URIS: Readonly<Record<DigestAlgorithm, string>> = {
  sha1: 'http://www.w3.org/2000/09/xmldsig#sha1',
  sha256: 'http://www.w3.org/2001/04/xmlenc#sha256',
  sha384: 'http://www.w3.org/2001/04/xmldsig-more#sha384',
  sha512: 'http://www.w3.org/2001/04/xmlenc#sha512',
};

export interface SignatureOptions {
  readonly key: SigningKey;
  readonly algorithm?: SignatureAlgorithm;
  readonly digest?: DigestAlgorithm;
  /** Certificates in KeyInfo: the key's own unless said otherwise; none with an empty list. */
  readonly keyInfoCertificates?: readonly string[];
  /** '' for Entra's default namespace, `ds` for most others. */
  readonly prefix?: '' | 'ds';
  /** Changes the SignedInfo before it is signed: what is signed then is what the caller wants signed. */
  readonly editSignedInfo?: (signedInfo: string) => string;
}

/**
 * An enveloped signature over an element whose exclusive canonical form is `canonicalXml`, itself in canonical form. Nothing
 * here parses or canonicalises: the text is canonical by construction, so no XML library is a witness for itself.
 */
export function signatureOver(canonicalXml: string, id: string, options: SignatureOptions): string {
  const { key, algorithm = 'rsa-sha256', digest = 'sha256', prefix = '' } = options;
  const p = prefix === '' ? '' : `${prefix}:`;
  const xmlns = prefix === '' ? `xmlns="${DSIG}"` : `xmlns:${prefix}="${DSIG}"`;
  const digestValue = createHash(digest).update(canonicalXml, 'utf8').digest('base64');
  const inside =
    `<${p}CanonicalizationMethod Algorithm="${EXCLUSIVE_C14N}"></${p}CanonicalizationMethod>` +
    `<${p}SignatureMethod Algorithm="${SIGNATURE_URIS[algorithm]}"></${p}SignatureMethod>` +
    `<${p}Reference URI="#${id}"><${p}Transforms>` +
    `<${p}Transform Algorithm="${ENVELOPED_SIGNATURE}"></${p}Transform>` +
    `<${p}Transform Algorithm="${EXCLUSIVE_C14N}"></${p}Transform></${p}Transforms>` +
    `<${p}DigestMethod Algorithm="${DIGEST_URIS[digest]}"></${p}DigestMethod>` +
    `<${p}DigestValue>${digestValue}</${p}DigestValue></${p}Reference>`;
  const edited = options.editSignedInfo?.(inside) ?? inside;
  const canonicalSignedInfo = `<${p}SignedInfo ${xmlns}>${edited}</${p}SignedInfo>`;
  const value = signBytes(Buffer.from(canonicalSignedInfo, 'utf8'), key, algorithm);
  const certificates = options.keyInfoCertificates ?? [key.certificateBase64];
  return (
    `<${p}Signature ${xmlns}><${p}SignedInfo>${edited}</${p}SignedInfo>` +
    `<${p}SignatureValue>${value}</${p}SignatureValue>` +
    `${keyInfo(certificates, p)}</${p}Signature>`
  );
}

function keyInfo(certificates: readonly string[], p: string): string {
  if (certificates.length === 0) return '';
  const elements = certificates.map(
    (base64) => `<${p}X509Certificate>${base64}</${p}X509Certificate>`,
  );
  return `<${p}KeyInfo><${p}X509Data>${elements.join('')}</${p}X509Data></${p}KeyInfo>`;
}

function signBytes(bytes: Buffer, key: SigningKey, algorithm: SignatureAlgorithm): string {
  const hash = algorithm.slice(algorithm.lastIndexOf('-') + 1);
  if (algorithm === 'rsa-pss-sha256') {
    const padding = constants.RSA_PKCS1_PSS_PADDING;
    return sign(hash, bytes, { key: key.privateKey, padding, saltLength: 32 }).toString('base64');
  }
  // RFC 9231 2.3.6: an ECDSA signature value is r and s, not DER.
  return sign(hash, bytes, { key: key.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64');
}

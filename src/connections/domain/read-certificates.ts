import { createHash, X509Certificate } from 'node:crypto';
import { childrenOf } from './metadata-elements.js';
import type { CertificateKeyType, ReadCertificate } from './metadata.js';
import { MetadataRefused, quoted, type MetadataContext } from './metadata-problems.js';
import type { XmlTree } from './parse-xml-tree.js';
import { readSignatureHash } from './read-signature-hash.js';

const XMLDSIG_NAMESPACE = 'http://www.w3.org/2000/09/xmldsig#';
const MAX_CERTIFICATES = 50;
const EC_KEY_BITS: Readonly<Record<string, number>> = {
  prime256v1: 256,
  secp384r1: 384,
  secp521r1: 521,
};

/**
 * The signing certificates of the roles, each once, in document order. A KeyDescriptor without `use` is for signing
 * too (SAML metadata 2.4.1.1). Certificates elsewhere in the document, of RoleDescriptors or of the document's own
 * signature, are not looked at. Never empty: without a key there is nothing to check (CVE-2026-16443).
 */
export function readCertificates(
  roles: readonly XmlTree[],
  context: MetadataContext,
): readonly ReadCertificate[] {
  const keys = roles.flatMap((role) => childrenOf(role, 'KeyDescriptor')).filter(isForSigning);
  const chains = keys.flatMap((key) => descendants(key, 'X509Data')).map(certificateTexts);
  if (chains.flat().length > MAX_CERTIFICATES) {
    throw new MetadataRefused('metadata_too_many_certificates', String(MAX_CERTIFICATES), context);
  }
  let position = 0;
  const parsed = chains.flatMap((texts) =>
    withoutIssuers(texts.map((text) => parseCertificate(text, ++position, context))),
  );
  if (parsed.length === 0) {
    const bare = keys.some((key) => descendants(key, 'KeyValue').length > 0);
    const problem = bare ? 'metadata_key_without_certificate' : 'metadata_no_signing_certificate';
    throw new MetadataRefused(problem, '', context);
  }
  const certificates = parsed.map(describe);
  return [...new Map(certificates.map((each) => [each.sha256Hex, each])).values()];
}

function isForSigning(key: XmlTree): boolean {
  const use = key.attributes.get('use');
  return use === undefined || use === 'signing';
}

function descendants(element: XmlTree, name: string): readonly XmlTree[] {
  return element.children.flatMap((child) =>
    child.namespace === XMLDSIG_NAMESPACE && child.name === name
      ? [child]
      : descendants(child, name),
  );
}

function certificateTexts(x509Data: XmlTree): readonly string[] {
  return descendants(x509Data, 'X509Certificate').map((element) => element.text);
}

/**
 * Base64 with any line breaks. Tolerated, as products and the way of files through mails and configuration really
 * leave them: PEM's lines around it, and a comment or quotation mark at the start of each line. Nothing else.
 */
function parseCertificate(
  text: string,
  position: number,
  context: MetadataContext,
): X509Certificate {
  const base64 = text
    .replace(/-----(BEGIN|END) CERTIFICATE-----/g, '')
    .replace(/^[ \t]*[#>]+/gm, '')
    .replace(/\s+/g, '');
  if (/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) {
    try {
      return new X509Certificate(Buffer.from(base64, 'base64'));
    } catch {
      // One sentence for every way in which it is broken: OpenSSL's own words help nobody here.
    }
  }
  throw new MetadataRefused('metadata_certificate_broken', `number ${position}`, context);
}

/**
 * One X509Data may carry a chain. Only its end signs: to trust the authority above it would be to trust everything
 * that it ever issued.
 */
function withoutIssuers(chain: readonly X509Certificate[]): readonly X509Certificate[] {
  return chain.filter(
    (each) => !chain.some((other) => !other.raw.equals(each.raw) && other.checkIssued(each)),
  );
}

function describe(certificate: X509Certificate): ReadCertificate {
  return {
    sha256Hex: createHash('sha256').update(certificate.raw).digest('hex'),
    derBase64: certificate.raw.toString('base64'),
    subject: quoted(certificate.subject.split('\n').join(', '), 500),
    notBeforeMs: certificate.validFromDate.getTime(),
    notAfterMs: certificate.validToDate.getTime(),
    ...readKey(certificate),
    signatureHash: readSignatureHash(certificate.raw),
  };
}

function readKey(certificate: X509Certificate): { keyType: CertificateKeyType; keyBits: number } {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
    const keyBits =
      asymmetricKeyDetails?.modulusLength ??
      EC_KEY_BITS[asymmetricKeyDetails?.namedCurve ?? ''] ??
      0;
    const known =
      asymmetricKeyType === 'rsa' || asymmetricKeyType === 'rsa-pss' || asymmetricKeyType === 'ec';
    return { keyType: known ? asymmetricKeyType : 'other', keyBits };
  } catch {
    return { keyType: 'other', keyBits: 0 }; // a key that OpenSSL cannot load verifies nothing
  }
}

import { createHash, type KeyObject, verify } from 'node:crypto';
import {
  XmlC14NMode,
  type XmlDocument,
  XmlElement,
  type XmlOutputBufferHandler,
} from 'libxml2-wasm';
import { DIGESTS, SIGNATURE_METHODS, usesSha1 } from '../../xml/domain/signature-algorithms.js';
import { DSIG, ENVELOPED_SIGNATURE, EXCLUSIVE_C14N } from '../../xml/domain/xml-names.js';
import { MetadataRefused } from './metadata-problems.js';
import { withXmlDocument } from './parse-xml-tree.js';

/**
 * Verifies the enveloped signature of a whole metadata document (SAML metadata 3) with the one key that the connection trusts
 * for it; whatever KeyInfo says is not looked at.
 * @returns the octets that the signature covers: only these may be read, never the text that was sent
 * @throws MetadataRefused
 */
export function verifyMetadataSignature(text: string, key: KeyObject): Buffer {
  return withXmlDocument(text, (document) => {
    const signature = findSignature(document.root);
    const signed = readSignedInfo(signature, document.root);
    const signedInfoOctets = canonicalOctets(signed.element, signed.prefixes);
    if (!isSignedBy(key, signed, signedInfoOctets)) refuse();
    signature.remove();
    // All of it. Where the reference names the root by its ID, an instruction outside the root makes the digest differ: refused.
    const octets = canonicalOctets(document, signed.contentPrefixes);
    if (!createHash(signed.digestHash).update(octets).digest().equals(signed.digest)) refuse();
    return octets;
  });
}

interface SignedInfo {
  readonly element: XmlElement;
  readonly prefixes: readonly string[];
  readonly contentPrefixes: readonly string[];
  readonly keyType: 'rsa' | 'ec';
  readonly hash: string;
  readonly digestHash: string;
  readonly digest: Buffer;
  readonly value: Buffer;
}

function isSignedBy(key: KeyObject, { keyType, hash, value }: SignedInfo, octets: Buffer): boolean {
  // RFC 9231 2.3.6: an ECDSA value is r and s, not DER. RSA knows no such thing.
  return (
    key.asymmetricKeyType === keyType &&
    verify(hash, octets, { key, dsaEncoding: 'ieee-p1363' }, value)
  );
}

/** SAML metadata 2.3 lets the root hold one; those of entities inside an aggregate say nothing about the aggregate. */
function findSignature(root: XmlElement): XmlElement {
  const [signature, second] = elementsIn(root).filter((each) => isDsig(each, 'Signature'));
  if (!signature) throw new MetadataRefused('metadata_signature_missing');
  return second ? unsupported('several') : signature;
}

function readSignedInfo(signature: XmlElement, root: XmlElement): SignedInfo {
  const [element, valueElement] = shaped(signature, /^SignedInfo SignatureValue( KeyInfo)?$/);
  const [canonicalization, method, reference] = shaped(
    element,
    /^CanonicalizationMethod SignatureMethod Reference$/,
  );
  const [transforms, digestMethod, digestValue] = shaped(
    reference,
    /^Transforms DigestMethod DigestValue$/,
  );
  const [enveloped, exclusive] = shaped(transforms, /^Transform Transform$/);
  if (algorithmOf(enveloped) !== ENVELOPED_SIGNATURE) return unsupported('transforms');
  const uri = attributeOf(reference, 'URI');
  const id = attributeOf(root, 'ID');
  if (uri !== '' && (id === null || id === '' || uri !== `#${id}`)) return unsupported('reference');
  const names = { algorithm: algorithmOf(method), digestAlgorithm: algorithmOf(digestMethod) };
  const known = SIGNATURE_METHODS.get(names.algorithm);
  const digestHash = DIGESTS.get(names.digestAlgorithm)?.hash;
  if (!known || digestHash === undefined || usesSha1(names)) return unsupported('algorithm');
  return {
    element: element ?? signature,
    prefixes: exclusivePrefixes(canonicalization),
    contentPrefixes: exclusivePrefixes(exclusive),
    ...known,
    digestHash,
    digest: decodeBase64(digestValue),
    value: decodeBase64(valueElement),
  };
}

/** Exclusive C14N without comments; the prefixes of InclusiveNamespaces, if there is one. */
function exclusivePrefixes(element: XmlElement | undefined): string[] {
  if (algorithmOf(element) !== EXCLUSIVE_C14N) return unsupported('canonicalization');
  const [list, ...others] = element ? elementsIn(element) : [];
  if (!list) return [];
  if (others.length > 0 || list.name !== 'InclusiveNamespaces') return unsupported('namespaces');
  return (attributeOf(list, 'PrefixList') ?? '').split(/\s+/).filter((prefix) => prefix !== '');
}

/** The children, all of XML Signature and in this order. */
function shaped(element: XmlElement | undefined, shape: RegExp): XmlElement[] {
  const children = element ? elementsIn(element) : [];
  const names = children.map((each) => (isDsig(each, each.name) ? each.name : '?')).join(' ');
  return shape.test(names) ? children : unsupported('shape');
}

function elementsIn(element: XmlElement): XmlElement[] {
  const found: XmlElement[] = [];
  for (let child = element.firstChild; child !== null; child = child.next) {
    if (child instanceof XmlElement) found.push(child);
  }
  return found;
}

function isDsig(element: XmlElement, name: string): boolean {
  return element.name === name && element.namespaceUri === DSIG;
}

function attributeOf(element: XmlElement | undefined, name: string): string | null {
  const attribute = element?.attrs.find((each) => each.name === name && each.namespaceUri === '');
  return attribute?.value ?? null;
}

function algorithmOf(element: XmlElement | undefined): string {
  return attributeOf(element, 'Algorithm') ?? '';
}

function decodeBase64(element: XmlElement | undefined): Buffer {
  const base64 = (element?.content ?? '').replace(/[ \t\r\n]/g, '');
  const bytes = Buffer.from(base64, 'base64');
  return base64 !== '' && bytes.toString('base64') === base64 ? bytes : unsupported('base64');
}

function unsupported(detail: string): never {
  throw new MetadataRefused('metadata_signature_unsupported', detail);
}

function refuse(): never {
  throw new MetadataRefused('metadata_signature_invalid');
}

/** Exclusive C14N without comments. */
function canonicalOctets(node: XmlDocument | XmlElement, prefixes: readonly string[]): Buffer {
  const chunks: Uint8Array[] = [];
  const handler: XmlOutputBufferHandler = {
    write(chunk) {
      chunks.push(chunk.slice()); // the memory under it is libxml2's, which goes on using it
      return chunk.byteLength;
    },
    close: () => true,
  };
  node.canonicalize(handler, {
    mode: XmlC14NMode.XML_C14N_EXCLUSIVE_1_0,
    ...(prefixes.length > 0 ? { inclusiveNamespacePrefixes: [...prefixes] } : {}),
  });
  return Buffer.concat(chunks);
}

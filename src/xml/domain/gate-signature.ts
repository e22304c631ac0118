import { accept, refuse, type Decision } from '../../errors/index.js';
import { DIGESTS, SIGNATURE_METHODS } from './signature-algorithms.js';
import { DSIG, ENVELOPED_SIGNATURE, EXCLUSIVE_C14N } from './xml-names.js';
import { attributeOf, holdsElementsOnly, isNamed, type XmlElement } from './xml-element.js';

/** One signature whose shape is right. What it says is not verified yet. */
export interface SignatureOutline {
  readonly algorithm: string;
  readonly digestAlgorithm: string;
  /** Base64 as in KeyInfo, without blanks. Good for choosing among the connection's own certificates, never as a key. */
  readonly certificates: readonly string[];
  readonly element: XmlElement; // the Signature itself
  readonly signedInfo: SignedInfoOutline;
  readonly value: Buffer;
}

export interface SignedInfoOutline {
  readonly element: XmlElement;
  /** InclusiveNamespaces of SignedInfo's own canonicalisation, and of the signed element's. */
  readonly inclusivePrefixes: readonly string[];
  readonly contentInclusivePrefixes: readonly string[];
  readonly digest: Buffer;
}

/** Names that xml-crypto looks up by local name anywhere inside a Signature: each has one legal place. */
const SIGNATURE_PARTS = new Set([
  'Signature',
  'SignedInfo',
  'CanonicalizationMethod',
  'SignatureMethod',
  'SignatureValue',
  'Reference',
  'Transforms',
  'Transform',
  'DigestMethod',
  'DigestValue',
  'InclusiveNamespaces',
  'Object',
  'Manifest',
  'RetrievalMethod',
]);

/**
 * SAML core 5.4: an enveloped signature with one Reference to the element that it stands in, by its ID. The whole of it
 * is held against one shape, so that every reader finds the same SignedInfo, digest and algorithms.
 */
export function gateSignature(signature: XmlElement, parentId: string): Decision<SignatureOutline> {
  const [signedInfo, signatureValue, keyInfo] = signature.children;
  const several = signature.children.filter(({ name }) => name.local === 'SignedInfo').length > 1;
  if (several) return refuse('signature_not_unique', { detail: 'SignedInfo' });
  if (
    !signedInfo ||
    !signatureValue ||
    !hasShape(signature, /^SignedInfo SignatureValue( KeyInfo)?$/)
  ) {
    return malformed('Signature');
  }
  const value = decodeBase64(signatureValue);
  if (value === null) return malformed('Signature');
  const signed = gateSignedInfo(signedInfo, parentId);
  if (!signed.accepted) return signed;
  const certificates = keyInfo ? readCertificates(keyInfo) : [];
  if (certificates === null) return malformed('KeyInfo');
  return accept({ ...signed.value, certificates, element: signature, value });
}

type Signed = Pick<SignatureOutline, 'algorithm' | 'digestAlgorithm' | 'signedInfo'>;

function gateSignedInfo(signedInfo: XmlElement, parentId: string): Decision<Signed> {
  const [canonicalization, method, reference, second] = signedInfo.children;
  if (second && second.name.local === 'Reference') {
    return refuse('signature_not_unique', { detail: 'Reference' });
  }
  const shape = /^CanonicalizationMethod SignatureMethod Reference$/;
  if (!canonicalization || !method || !reference || !hasShape(signedInfo, shape)) {
    return malformed('SignedInfo');
  }
  const algorithm = algorithmOf(method);
  if (!SIGNATURE_METHODS.has(algorithm)) return forbidden('SignatureMethod', algorithm);
  if (method.children.length > 0 || !holdsElementsOnly(method)) return malformed('SignatureMethod');
  const canonicalized = gateExclusiveC14n(canonicalization);
  if (!canonicalized.accepted) return canonicalized;
  const covered = gateReference(reference, parentId);
  if (!covered.accepted) return covered;
  const { digestAlgorithm, digest, inclusivePrefixes } = covered.value;
  return accept({
    algorithm,
    digestAlgorithm,
    signedInfo: {
      element: signedInfo,
      inclusivePrefixes: canonicalized.value,
      contentInclusivePrefixes: inclusivePrefixes,
      digest,
    },
  });
}

interface ReferenceOutline {
  readonly digestAlgorithm: string;
  readonly digest: Buffer;
  readonly inclusivePrefixes: readonly string[];
}

/** A reference that covers its own parent and nothing else. */
function gateReference(reference: XmlElement, parentId: string): Decision<ReferenceOutline> {
  const uri = attributeOf(reference, 'URI');
  if (uri !== `#${parentId}`) {
    return refuse('signature_reference_foreign', {
      expected: `#${parentId}`,
      found: (uri ?? '').slice(0, 200),
    });
  }
  const [transforms, method, value] = reference.children;
  const shape = /^Transforms DigestMethod DigestValue$/;
  if (!transforms || !method || !value || !hasShape(reference, shape))
    return malformed('Reference');
  const transformed = gateTransforms(transforms);
  if (!transformed.accepted) return transformed;
  const digestAlgorithm = algorithmOf(method);
  const known = DIGESTS.get(digestAlgorithm);
  if (known === undefined) return forbidden('DigestMethod', digestAlgorithm);
  if (method.children.length > 0 || !holdsElementsOnly(method)) return malformed('DigestMethod');
  const digest = decodeBase64(value);
  if (digest?.length !== known.byteCount) return malformed('DigestValue');
  return accept({ digestAlgorithm, digest, inclusivePrefixes: transformed.value });
}

/** SAML core 5.4.4, and no more than it takes: enveloped-signature, then exclusive C14N. @returns its PrefixList */
function gateTransforms(transforms: XmlElement): Decision<readonly string[]> {
  const [enveloped, exclusive] = transforms.children;
  const algorithms = transforms.children.map(algorithmOf);
  const unknown = algorithms.find(
    (name) => name !== ENVELOPED_SIGNATURE && name !== EXCLUSIVE_C14N,
  );
  if (unknown !== undefined) return forbidden('Transform', unknown);
  if (!enveloped || !exclusive || !hasShape(transforms, /^Transform Transform$/)) {
    return malformed('Transforms');
  }
  if (algorithms[0] !== ENVELOPED_SIGNATURE || algorithms[1] !== EXCLUSIVE_C14N) {
    return malformed('Transforms');
  }
  if (enveloped.children.length > 0 || !holdsElementsOnly(enveloped)) return malformed('Transform');
  return gateExclusiveC14n(exclusive);
}

/** Exclusive C14N without comments, with or without a PrefixList (exclusive C14N 2.1), which it returns. */
function gateExclusiveC14n(element: XmlElement): Decision<readonly string[]> {
  const algorithm = algorithmOf(element);
  if (algorithm !== EXCLUSIVE_C14N) return forbidden(element.name.local, algorithm);
  const [list, ...others] = element.children;
  if (others.length > 0 || !holdsElementsOnly(element)) return malformed(element.name.local);
  const prefixes = list ? readPrefixList(list) : [];
  return prefixes ? accept(prefixes) : malformed(element.name.local);
}

/** Blank-separated prefixes, `#default` for none (exclusive C14N 4); null where it is anything else. */
function readPrefixList(list: XmlElement): readonly string[] | null {
  const text = attributeOf(list, 'PrefixList');
  const isList =
    isNamed(list, EXCLUSIVE_C14N, 'InclusiveNamespaces') &&
    list.children.length === 0 &&
    holdsElementsOnly(list);
  if (text === null || !isList) return null;
  const prefixes = text.split(/[ \t\r\n]+/).filter((prefix) => prefix !== '');
  return prefixes.length <= MAX_PREFIXES && prefixes.every((prefix) => PREFIX.test(prefix))
    ? prefixes
    : null;
}

const MAX_PREFIXES = 64;
const PREFIX = /^(#default|[A-Za-z_][A-Za-z0-9_.-]{0,127})$/;

/** Null where KeyInfo holds a part of a signature: something that a reader could take for the real one. */
function readCertificates(keyInfo: XmlElement): readonly string[] | null {
  const certificates: string[] = [];
  const pending = [...keyInfo.children];
  for (let element = pending.pop(); element; element = pending.pop()) {
    if (SIGNATURE_PARTS.has(element.name.local) || element.name.local === 'KeyInfo') return null;
    if (isNamed(element, DSIG, 'X509Certificate')) {
      certificates.push(element.text.replace(/[ \t\r\n]/g, ''));
    }
    pending.push(...element.children);
  }
  return certificates.reverse();
}

/** The children are those of XML Signature, in this order, and there is no text between them. */
function hasShape(element: XmlElement, shape: RegExp): boolean {
  const isPlain =
    element.children.every(({ name }) => name.namespace === DSIG) && holdsElementsOnly(element);
  return isPlain && shape.test(element.children.map(({ name }) => name.local).join(' '));
}

/** Base64 with the blanks that pretty printers put in, nothing else; null otherwise, and where there are children. */
function decodeBase64(element: XmlElement): Buffer | null {
  if (element.children.length > 0) return null;
  const base64 = element.text.replace(/[ \t\r\n]/g, '');
  const bytes = Buffer.from(base64, 'base64');
  return base64 !== '' && bytes.toString('base64') === base64 ? bytes : null;
}

function algorithmOf(element: XmlElement): string {
  return attributeOf(element, 'Algorithm') ?? '';
}

function malformed(part: string): Decision<never> {
  return refuse('signature_malformed', { part });
}

function forbidden(part: string, algorithm: string): Decision<never> {
  return refuse('signature_algorithm_forbidden', { part, algorithm: algorithm.slice(0, 200) });
}

/** A part of a signature that stands outside every Signature's one legal place is a signature in the wrong place. */
export function isStraySignaturePart(element: XmlElement): boolean {
  return element.name.namespace === DSIG && SIGNATURE_PARTS.has(element.name.local);
}

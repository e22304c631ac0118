import { accept, refuse, type Decision } from '../../errors/index.js';
import { DSIG } from './xml-names.js';
import { attributeOf, holdsElementsOnly, isNamed, type XmlElement } from './xml-element.js';

const XENC = 'http://www.w3.org/2001/04/xmlenc#';
const XENC11 = 'http://www.w3.org/2009/xmlenc11#';
const MAX_KEYS = 4;
const MAX_WRAPPED_BASE64 = 4096; // RSA of 16,384 bits is 2,732

export interface ContentCipher {
  readonly name: 'aes-128-gcm' | 'aes-256-gcm' | 'aes-128-cbc' | 'aes-256-cbc';
  readonly keyBytes: 16 | 32;
}

const CIPHERS: ReadonlyMap<string, ContentCipher> = new Map<string, ContentCipher>([
  [`${XENC11}aes128-gcm`, { name: 'aes-128-gcm', keyBytes: 16 }],
  [`${XENC11}aes256-gcm`, { name: 'aes-256-gcm', keyBytes: 32 }],
  [`${XENC}aes128-cbc`, { name: 'aes-128-cbc', keyBytes: 16 }],
  [`${XENC}aes256-cbc`, { name: 'aes-256-cbc', keyBytes: 32 }],
]);

type OaepHash = 'sha1' | 'sha256';

const DIGESTS: ReadonlyMap<string, OaepHash> = new Map<string, OaepHash>([
  [`${DSIG}sha1`, 'sha1'],
  [`${XENC}sha256`, 'sha256'],
]);
const MASKS: ReadonlyMap<string, OaepHash> = new Map<string, OaepHash>([
  [`${XENC11}mgf1sha1`, 'sha1'],
  [`${XENC11}mgf1sha256`, 'sha256'],
]);

export interface WrappedKey {
  /** Of the label and of MGF1 alike: node:crypto has one option for both. */
  readonly oaepHash: OaepHash;
  readonly value: Buffer;
}

export interface EncryptedOutline {
  readonly algorithm: string;
  readonly cipher: ContentCipher;
  readonly keys: readonly WrappedKey[];
  readonly value: Buffer;
}

/**
 * The shape of an EncryptedAssertion, EncryptedID or EncryptedAttribute (SAML core 2.3.4): EncryptedData of an element,
 * its keys in KeyInfo or beside it. Nothing here touches a key, so what it refuses tells nothing about a plaintext.
 */
export function gateEncrypted(element: XmlElement): Decision<EncryptedOutline> {
  const [data, ...beside] = element.children;
  if (!data || !isNamed(data, XENC, 'EncryptedData') || !holdsElementsOnly(element)) {
    return malformed(element.name.local);
  }
  const type = attributeOf(data, 'Type');
  if (type !== null && type !== `${XENC}Element`) return malformed('Type');
  const [method, keyInfo, cipherData] = data.children;
  if (
    !method ||
    !keyInfo ||
    !cipherData ||
    data.children.length !== 3 ||
    !holdsElementsOnly(data)
  ) {
    return malformed('EncryptedData');
  }
  if (!isNamed(method, XENC, 'EncryptionMethod') || !isNamed(keyInfo, DSIG, 'KeyInfo')) {
    return malformed('EncryptedData');
  }
  const algorithm = attributeOf(method, 'Algorithm') ?? '';
  const cipher = CIPHERS.get(algorithm);
  if (!cipher) return forbidden('EncryptedData', algorithm);
  if (method.children.length > 0) return malformed('EncryptionMethod');
  const value = readCipherData(cipherData);
  if (value === null) return malformed('CipherData');
  const keys = gateKeys(keyInfo, beside);
  return keys.accepted ? accept({ algorithm, cipher, keys: keys.value, value }) : keys;
}

function gateKeys(
  keyInfo: XmlElement,
  beside: readonly XmlElement[],
): Decision<readonly WrappedKey[]> {
  const inside = keyInfo.children.filter((child) => isNamed(child, XENC, 'EncryptedKey'));
  const elements = [...inside, ...beside];
  if (elements.length === 0 || elements.length > MAX_KEYS) return malformed('EncryptedKey');
  const keys: WrappedKey[] = [];
  for (const element of elements) {
    const key = gateKey(element);
    if (!key.accepted) return key;
    keys.push(key.value);
  }
  return accept(keys);
}

function gateKey(element: XmlElement): Decision<WrappedKey> {
  const method = element.children[0];
  const cipherData = element.children.filter((child) => isNamed(child, XENC, 'CipherData'));
  if (!isNamed(element, XENC, 'EncryptedKey') || !method || cipherData.length !== 1) {
    return malformed('EncryptedKey');
  }
  if (!isNamed(method, XENC, 'EncryptionMethod')) return malformed('EncryptedKey');
  const hash = gateOaep(method);
  if (!hash.accepted) return hash;
  const value = cipherData[0] ? readCipherData(cipherData[0], MAX_WRAPPED_BASE64) : null;
  return value ? accept({ oaepHash: hash.value, value }) : malformed('EncryptedKey');
}

/** XML Encryption 1.1, 5.5.2: both names mean SHA-1 where nothing else is said; rsa-oaep-mgf1p always masks with SHA-1. */
function gateOaep(method: XmlElement): Decision<OaepHash> {
  const algorithm = attributeOf(method, 'Algorithm') ?? '';
  const isNew = algorithm === `${XENC11}rsa-oaep`;
  if (!isNew && algorithm !== `${XENC}rsa-oaep-mgf1p`) return forbidden('EncryptedKey', algorithm);
  let digest = `${DSIG}sha1`;
  let mask = `${XENC11}mgf1sha1`;
  const seen = new Set<string>();
  for (const child of method.children) {
    const named = attributeOf(child, 'Algorithm') ?? '';
    if (isNamed(child, DSIG, 'DigestMethod')) digest = named;
    else if (isNew && isNamed(child, XENC11, 'MGF')) mask = named;
    else return malformed('EncryptionMethod'); // OAEPparams among others
    if (seen.has(child.name.local) || child.children.length > 0) return malformed(child.name.local);
    seen.add(child.name.local);
  }
  const hash = DIGESTS.get(digest);
  if (!hash) return forbidden('DigestMethod', digest);
  return MASKS.get(mask) === hash ? accept(hash) : forbidden('MGF', mask);
}

/** A CipherValue here, never a CipherReference, which would have us fetch. */
function readCipherData(element: XmlElement, limit = Infinity): Buffer | null {
  const [value, ...others] = element.children;
  if (!value || others.length > 0 || !isNamed(element, XENC, 'CipherData')) return null;
  if (!isNamed(value, XENC, 'CipherValue') || value.children.length > 0) return null;
  const base64 = value.text.replace(/[ \t\r\n]/g, '');
  if (base64 === '' || base64.length > limit) return null;
  const bytes = Buffer.from(base64, 'base64');
  return bytes.toString('base64') === base64 ? bytes : null;
}

function malformed(part: string): Decision<never> {
  return refuse('encryption_malformed', { part });
}

function forbidden(part: string, algorithm: string): Decision<never> {
  return refuse('encryption_algorithm_forbidden', { part, algorithm: algorithm.slice(0, 200) });
}

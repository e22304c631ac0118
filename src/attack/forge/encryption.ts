import { constants, createCipheriv, type KeyObject, publicEncrypt, randomBytes } from 'node:crypto';
import { ASSERTION, XENC } from './names.js';
import { DSIG } from './signature.js';

const XENC11 = 'http://www.w3.org/2009/xmlenc11#';

export interface EncryptionOptions {
  readonly to: KeyObject; // public
  readonly cipher?: 'aes128-gcm' | 'aes256-gcm' | 'aes128-cbc' | 'aes256-cbc';
  readonly oaep?: 'sha1' | 'sha256';
  readonly place?: 'KeyInfo' | 'sibling';
  /** A change of IV, ciphertext and tag. */
  readonly editValue?: (value: Buffer) => Buffer;
  readonly editXml?: (xml: string) => string;
}

/** An EncryptedAssertion by string and node:crypto, as signature.ts signs: none of the product's code takes part. */
export function encryptedAssertion(plaintext: string | Buffer, options: EncryptionOptions): string {
  const { cipher = 'aes256-cbc', oaep = 'sha1', place = 'KeyInfo' } = options;
  const key = randomBytes(cipher.startsWith('aes128') ? 16 : 32);
  const text = Buffer.from(plaintext as string, 'utf8');
  const plain = cipher.endsWith('gcm') ? gcm(key, text) : cbc(key, text);
  const value = (options.editValue?.(plain) ?? plain).toString('base64');
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  const wrapped = publicEncrypt({ key: options.to, padding, oaepHash: oaep }, key);
  const encryptedKey =
    `<e:EncryptedKey xmlns:e="${XENC}">${oaepMethod(oaep)}` +
    `<e:CipherData><e:CipherValue>${wrapped.toString('base64')}</e:CipherValue></e:CipherData></e:EncryptedKey>`;
  const namespace = cipher.endsWith('gcm') ? XENC11 : XENC;
  const xml =
    `<EncryptedAssertion xmlns="${ASSERTION}"><xenc:EncryptedData xmlns:xenc="${XENC}" Type="${XENC}Element">` +
    `<xenc:EncryptionMethod Algorithm="${namespace}${cipher}"/>` +
    `<KeyInfo xmlns="${DSIG}">${place === 'KeyInfo' ? encryptedKey : '<KeyName>k</KeyName>'}</KeyInfo>` +
    `<xenc:CipherData><xenc:CipherValue>${value}</xenc:CipherValue></xenc:CipherData></xenc:EncryptedData>` +
    `${place === 'sibling' ? encryptedKey : ''}</EncryptedAssertion>`;
  return options.editXml?.(xml) ?? xml;
}

function oaepMethod(hash: 'sha1' | 'sha256'): string {
  return hash === 'sha1'
    ? `<e:EncryptionMethod Algorithm="${XENC}rsa-oaep-mgf1p"><d:DigestMethod xmlns:d="${DSIG}" Algorithm="${DSIG}sha1"/></e:EncryptionMethod>`
    : `<e:EncryptionMethod Algorithm="${XENC11}rsa-oaep"><d:DigestMethod xmlns:d="${DSIG}" Algorithm="${XENC}sha256"/>` +
        `<MGF xmlns="${XENC11}" Algorithm="${XENC11}mgf1sha256"/></e:EncryptionMethod>`;
}

function gcm(key: Buffer, text: Buffer): Buffer {
  const iv = randomBytes(12);
  const cipher = createCipheriv(key.length === 16 ? 'aes-128-gcm' : 'aes-256-gcm', key, iv);
  return Buffer.concat([iv, cipher.update(text), cipher.final(), cipher.getAuthTag()]);
}

/** PKCS #7 is one of the paddings that XML Encryption allows. */
function cbc(key: Buffer, text: Buffer): Buffer {
  const iv = randomBytes(16);
  const cipher = createCipheriv(key.length === 16 ? 'aes-128-cbc' : 'aes-256-cbc', key, iv);
  return Buffer.concat([iv, cipher.update(text), cipher.final()]);
}

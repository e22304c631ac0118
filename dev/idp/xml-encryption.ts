import {
  constants,
  createCipheriv,
  publicEncrypt,
  randomBytes,
  X509Certificate,
} from 'node:crypto';
import { element, printDocument, type XmlElement } from './xml-tree.ts';

const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';
const XENC = 'http://www.w3.org/2001/04/xmlenc#';
const DSIG = 'http://www.w3.org/2000/09/xmldsig#';

/**
 * SAML core 2.3.4: the assertion, signed before, as an element that declares all of its namespaces itself. Entra says AES-256
 * and no more; CBC and RSA-OAEP are what its documentation's samples and SPs of that age have in common.
 */
export function encryptAssertion(assertion: XmlElement, certificateBase64: string): XmlElement {
  const key = randomBytes(32);
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  const text = printDocument(assertion);
  const value = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final()]);
  const { publicKey } = new X509Certificate(Buffer.from(certificateBase64, 'base64'));
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  const wrapped = publicEncrypt({ key: publicKey, padding, oaepHash: 'sha1' }, key);
  const encryptedKey = element(
    'e:EncryptedKey',
    { 'xmlns:e': XENC },
    element(
      'e:EncryptionMethod',
      { Algorithm: `${XENC}rsa-oaep-mgf1p` },
      element('DigestMethod', { Algorithm: `${DSIG}sha1` }),
    ),
    element(
      'KeyInfo',
      {},
      element('X509Data', {}, element('X509Certificate', {}, certificateBase64)),
    ),
    cipherData('e', wrapped),
  );
  return element(
    'EncryptedAssertion',
    { xmlns: ASSERTION },
    element(
      'xenc:EncryptedData',
      { 'xmlns:xenc': XENC, Type: `${XENC}Element` },
      element('xenc:EncryptionMethod', { Algorithm: `${XENC}aes256-cbc` }),
      element('KeyInfo', { xmlns: DSIG }, encryptedKey),
      cipherData('xenc', value),
    ),
  );
}

function cipherData(prefix: string, value: Buffer): XmlElement {
  return element(
    `${prefix}:CipherData`,
    {},
    element(`${prefix}:CipherValue`, {}, value.toString('base64')),
  );
}

/** PEM or its base64 alone. Null: not a certificate of an RSA key, and nothing could be encrypted with it. */
export function readEncryptionCertificate(text: string): string | null {
  const base64 = text.replaceAll(/-----(BEGIN|END) CERTIFICATE-----|\s/g, '');
  try {
    const certificate = new X509Certificate(Buffer.from(base64, 'base64'));
    return certificate.publicKey.asymmetricKeyType === 'rsa'
      ? certificate.raw.toString('base64')
      : null;
  } catch {
    return null; // whatever was pasted
  }
}

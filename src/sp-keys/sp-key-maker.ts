import { KeyObject, randomBytes, webcrypto } from 'node:crypto';
import { Injectable } from '@nestjs/common';

export interface KeyPair {
  readonly privateKey: KeyObject;
  readonly certificateBase64: string;
  readonly notAfterMs: number;
}

const DAY_MS = 86_400_000;
// IdPs trust the key by its metadata, not by its dates: a certificate that ends only breaks sign-ins (SAML metadata
// interoperability profile 2.6.1). Keys change by rollover.
const VALID_DAYS = 3650;
const ALGORITHM = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 3072, // NIST SP 800-57: 128 bits of strength
  publicExponent: new Uint8Array([1, 0, 1]),
};

/** Makes a key and its self-signed certificate. It takes up to a second or two: never inside a transaction. */
@Injectable()
export class SpKeyMaker {
  async make(
    commonName: string,
    nowMs: number,
    validMs: number = VALID_DAYS * DAY_MS,
  ): Promise<KeyPair> {
    const { X509CertificateGenerator } = await import('@peculiar/x509'); // only who makes keys pays for it
    const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
    const notAfterMs = Math.floor(nowMs / 1000) * 1000 + validMs; // certificates count in seconds
    const certificate = await X509CertificateGenerator.createSelfSigned(
      {
        serialNumber: `01${randomBytes(15).toString('hex')}`, // positive and never zero (RFC 5280, 4.1.2.2)
        name: [{ CN: [commonName] }],
        notBefore: new Date(nowMs - DAY_MS), // the IdP's clock may be behind
        notAfter: new Date(notAfterMs),
        signingAlgorithm: ALGORITHM,
        keys: keys as CryptoKeyPair, // Node's type knows more usages than the DOM's
      },
      webcrypto as Crypto,
    );
    return {
      privateKey: KeyObject.from(keys.privateKey),
      certificateBase64: Buffer.from(certificate.rawData).toString('base64'),
      notAfterMs,
    };
  }
}

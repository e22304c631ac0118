import { generateKeyPair, randomBytes, sign, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import * as der from './der.ts';

export interface KeyAndCertificate {
  readonly privateKey: KeyObject;
  readonly certificateDer: Buffer;
}

export interface CertificateWish {
  readonly commonName: string;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  readonly keyBits: number;
}

const SHA256_WITH_RSA = '1.2.840.113549.1.1.11';
const COMMON_NAME = '2.5.4.3';

/**
 * Node reads certificates but makes none, so this one is put together by hand: X.509 v3, RSA, SHA-256, issuer and
 * subject the same, no extensions, as Entra makes them for an application.
 */
export async function makeSelfSignedCertificate(wish: CertificateWish): Promise<KeyAndCertificate> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: wish.keyBits,
  });
  const algorithm = der.sequence(der.objectIdentifier(SHA256_WITH_RSA), der.nothing());
  const name = der.sequence(
    der.set(der.sequence(der.objectIdentifier(COMMON_NAME), der.utf8String(wish.commonName))),
  );
  const toBeSigned = der.sequence(
    der.tagged(0, der.integer(Buffer.from([2]))),
    der.integer(randomSerialNumber()),
    algorithm,
    name,
    der.sequence(der.time(wish.notBeforeMs), der.time(wish.notAfterMs)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = sign('sha256', toBeSigned, privateKey);
  const certificateDer = der.sequence(toBeSigned, algorithm, der.bitString(signature));
  return { privateKey, certificateDer };
}

/** RFC 5280 4.1.2.2: positive, at most 20 octets. */
function randomSerialNumber(): Buffer {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes;
}

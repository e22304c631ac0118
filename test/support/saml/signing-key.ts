import { generateKeyPairSync, sign } from 'node:crypto';
import { type SigningKey as AnySigningKey } from '../../../src/attack/index.js';
import {
  bitString,
  generalizedTime,
  integer,
  nullValue,
  objectIdentifier,
  sequence,
  set,
  tlv,
  utf8String,
} from './der.js';

export interface SigningKey extends AnySigningKey {
  readonly certificatePem: string;
}

export type KeyType = 'rsa' | 'ec';

interface KeyOptions {
  readonly name?: string;
  readonly type?: KeyType;
  readonly bits?: number;
  readonly notBeforeMs?: number;
  readonly notAfterMs?: number;
}

/** A fresh key with a self-signed certificate, as Entra makes them for every application. */
export function aSigningKey({
  name = 'Microsoft Azure Federated SSO Certificate',
  type = 'rsa',
  bits = 2048,
  notBeforeMs = Date.UTC(2024, 0, 1),
  notAfterMs = Date.UTC(2040, 0, 1),
}: KeyOptions = {}): SigningKey {
  const { privateKey, publicKey } =
    type === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: bits })
      : generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const algorithm =
    type === 'rsa'
      ? sequence(objectIdentifier('1.2.840.113549.1.1.11'), nullValue())
      : sequence(objectIdentifier('1.2.840.10045.4.3.2'));
  const distinguishedName = sequence(set(sequence(objectIdentifier('2.5.4.3'), utf8String(name))));
  const toBeSigned = sequence(
    tlv(0xa0, integer(2)),
    integer(serialNumber++),
    algorithm,
    distinguishedName,
    sequence(generalizedTime(notBeforeMs), generalizedTime(notAfterMs)),
    distinguishedName,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const certificate = sequence(
    toBeSigned,
    algorithm,
    bitString(sign('sha256', toBeSigned, privateKey)),
  );
  const certificateBase64 = certificate.toString('base64');
  return { privateKey, certificateBase64, certificatePem: pemOf(certificateBase64) };
}

let serialNumber = 1;

export function pemOf(certificateBase64: string): string {
  const lines = certificateBase64.match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

/** The key that tests share: made once per process, because making one costs a tenth of a second. */
export function theIdpKey(): SigningKey {
  return (idpKey ??= aSigningKey());
}

/** Somebody else's key with a certificate of the same name: an attacker's. */
export function aForeignKey(): SigningKey {
  return (foreignKey ??= aSigningKey());
}

export function theIdpEcKey(): SigningKey {
  return (ecKey ??= aSigningKey({ type: 'ec' }));
}

let idpKey: SigningKey | undefined;
let foreignKey: SigningKey | undefined;
let ecKey: SigningKey | undefined;

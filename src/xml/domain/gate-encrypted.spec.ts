import { describe, expect, it } from '@jest/globals';
import { gateEncrypted } from './gate-encrypted.js';
import { readXml } from './xml-reader.js';

const XENC = 'http://www.w3.org/2001/04/xmlenc#';
const XENC11 = 'http://www.w3.org/2009/xmlenc11#';
const SHA256 = `<d:DigestMethod xmlns:d="http://www.w3.org/2000/09/xmldsig#" Algorithm="${XENC}sha256"/>`;

interface Parts {
  type?: string;
  content?: string;
  wrap?: string;
  inMethod?: string;
  data?: string;
  keys?: number;
}

function gate(parts: Parts): string {
  const data = parts.data ?? '<e:CipherValue>AAAA</e:CipherValue>';
  const key =
    `<e:EncryptedKey><e:EncryptionMethod Algorithm="${parts.wrap ?? `${XENC}rsa-oaep-mgf1p`}">${parts.inMethod ?? ''}` +
    '</e:EncryptionMethod><e:CipherData><e:CipherValue>AAAA</e:CipherValue></e:CipherData></e:EncryptedKey>';
  const document = readXml(
    `<x xmlns:e="${XENC}"><e:EncryptedData Type="${XENC}${parts.type ?? 'Element'}">` +
      `<e:EncryptionMethod Algorithm="${parts.content ?? `${XENC}aes256-cbc`}"/>` +
      `<KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#">${key.repeat(parts.keys ?? 1)}</KeyInfo>` +
      `<e:CipherData>${data}</e:CipherData></e:EncryptedData></x>`,
  );
  if (!document.accepted) return document.code;
  const outline = gateEncrypted(document.value.root);
  return outline.accepted ? 'accepted' : outline.code;
}

const newOaep = `${XENC11}rsa-oaep`;
const mgf256 = `<m:MGF xmlns:m="${XENC11}" Algorithm="${XENC11}mgf1sha256"/>`;

describe('the shape of an encrypted element', () => {
  it.each<[string, Parts, string]>([
    ['AES-256-CBC with rsa-oaep-mgf1p, as Entra', {}, 'accepted'],
    ['AES-128-GCM', { content: `${XENC11}aes128-gcm` }, 'accepted'],
    ['rsa-oaep all SHA-256', { wrap: newOaep, inMethod: SHA256 + mgf256 }, 'accepted'],
    ['RSA 1.5', { wrap: `${XENC}rsa-1_5` }, 'encryption_algorithm_forbidden'],
    ['Triple DES', { content: `${XENC}tripledes-cbc` }, 'encryption_algorithm_forbidden'],
    ['SHA-256 masked with SHA-1', { inMethod: SHA256 }, 'encryption_algorithm_forbidden'],
    ['two digests', { wrap: newOaep, inMethod: SHA256 + SHA256 + mgf256 }, 'encryption_malformed'],
    ['OAEPparams', { inMethod: '<e:OAEPparams>AAAA</e:OAEPparams>' }, 'encryption_malformed'],
    ['Type Content', { type: 'Content' }, 'encryption_malformed'],
    ['a CipherReference', { data: '<e:CipherReference URI="file:///x"/>' }, 'encryption_malformed'],
    ['loose base64', { data: '<e:CipherValue>AAA</e:CipherValue>' }, 'encryption_malformed'],
    ['five keys', { keys: 5 }, 'encryption_malformed'],
  ])('answers %s', (_, parts, expected) => {
    expect(gate(parts)).toBe(expected);
  });
});

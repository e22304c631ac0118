import { constants, createCipheriv, generateKeyPairSync, publicEncrypt } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { decipherCbc, decipherGcm, unwrapContentKey } from './decipher.js';

const ours = generateKeyPairSync('rsa', { modulusLength: 2048 });
const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
const key = Buffer.alloc(32, 7);
const padding = constants.RSA_PKCS1_OAEP_PADDING;

it.each(['sha1', 'sha256'] as const)('unwraps OAEP with %s by any of our keys', (oaepHash) => {
  const value = publicEncrypt({ key: ours.publicKey, padding, oaepHash }, key);
  const keys = [other.privateKey, ours.privateKey];
  expect(unwrapContentKey([{ oaepHash, value }], keys, 32)).toEqual(key);
});

it('answers a key of the same length where nothing opens', () => {
  const value = publicEncrypt({ key: other.publicKey, padding, oaepHash: 'sha1' }, key);
  const answer = unwrapContentKey([{ oaepHash: 'sha1', value }], [ours.privateKey], 32);
  expect(answer).toHaveLength(32);
  expect(answer).not.toEqual(key);
});

it('opens GCM, and nothing whose tag is flipped or cut', () => {
  const cipher = createCipheriv('aes-256-gcm', key, Buffer.alloc(12, 1));
  const body = Buffer.concat([cipher.update('text'), cipher.final()]);
  const value = Buffer.concat([Buffer.alloc(12, 1), body, cipher.getAuthTag()]);
  expect(decipherGcm(key, value)?.toString()).toBe('text');
  expect(decipherGcm(key, value.subarray(0, -4))).toBeNull();
  value.writeUInt8(value.readUInt8(value.length - 1) ^ 1, value.length - 1);
  expect(decipherGcm(key, value)).toBeNull();
});

it('opens CBC whatever the padding is filled with, and no part of a block', () => {
  const cipher = createCipheriv('aes-256-cbc', key, Buffer.alloc(16, 1)).setAutoPadding(false);
  const blocks = Buffer.concat([cipher.update(Buffer.from('textABCDEFGHIJK\x0c')), cipher.final()]);
  const value = Buffer.concat([Buffer.alloc(16, 1), blocks]);
  expect(decipherCbc(key, value)?.toString()).toBe('text');
  expect(decipherCbc(key, value.subarray(0, -1))).toBeNull();
});

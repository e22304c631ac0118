import { describe, expect, it } from '@jest/globals';
import { generateKeyPairSync, verify } from 'node:crypto';
import { signRedirectQuery } from './redirect-signature.js';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

describe('a signed redirect query', () => {
  it.each([undefined, 'a b&SAMLRequest=c'])('covers all that is sent (RelayState %s)', (relay) => {
    const query = signRedirectQuery(
      { name: 'SAMLRequest', value: 'a+/=', ...(relay === undefined ? {} : { relayState: relay }) },
      { privateKey },
    );
    const [signed = '', signature = ''] = query.split('&Signature=');
    const names = signed.split('&').map((pair) => pair.split('=')[0]);
    expect(names).toEqual([
      'SAMLRequest',
      ...(relay === undefined ? [] : ['RelayState']),
      'SigAlg',
    ]);
    expect(new URLSearchParams(query).get('SAMLRequest')).toBe('a+/=');
    const bytes = Buffer.from(decodeURIComponent(signature), 'base64');
    expect(verify('sha256', Buffer.from(signed), publicKey, bytes)).toBe(true);
    expect(verify('sha256', Buffer.from(`${signed}x`), publicKey, bytes)).toBe(false);
  });
});

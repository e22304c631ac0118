import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { AppConfig } from '../config/index.js';
import { SecretBox } from './secret-box.js';

function boxWith(...keys: Buffer[]): SecretBox {
  const list = keys.map((key) => key.toString('base64')).join(',');
  return new SecretBox(AppConfig.read({ NODE_ENV: 'test', SECRET_KEY: list }));
}

describe('sealed values', () => {
  const [oldKey, newKey] = [randomBytes(32), randomBytes(32)];
  const box = boxWith(oldKey);
  const sealed = box.seal('attempt', 'acme', Buffer.from('hello'));

  it('open again for the same purpose and context', () => {
    expect(box.open('attempt', 'acme', sealed)?.toString()).toBe('hello');
  });

  it.each([
    ['another purpose', 'session', 'acme'],
    ['another context', 'attempt', 'globex'],
    ['a shifted boundary between them', 'attempt\0a', 'cme'],
  ])('do not open for %s', (_, purpose, context) => {
    expect(box.open(purpose, context, sealed)).toBeNull();
  });

  it('do not open when any character is changed', () => {
    const opened = Array.from({ length: sealed.length }, (_, at) => {
      const character = sealed.charAt(at);
      const other = character === 'A' ? 'B' : 'A';
      const changed = sealed.slice(0, at) + other + sealed.slice(at + 1);
      const plaintext = box.open('attempt', 'acme', changed)?.toString() ?? null;
      // base64url's last character may carry unused bits: then it is the same value, not a forged one
      return (
        plaintext === null ||
        Buffer.from(changed.slice(12), 'base64url').equals(
          Buffer.from(sealed.slice(12), 'base64url'),
        )
      );
    });
    expect(opened).not.toContain(false);
  });

  it('open under a rotated key list and are sealed with its first key', () => {
    const rotated = boxWith(newKey, oldKey);
    expect(rotated.open('attempt', 'acme', sealed)?.toString()).toBe('hello');
    expect(
      box.open('attempt', 'acme', rotated.seal('attempt', 'acme', Buffer.from('x'))),
    ).toBeNull();
    expect(rotated.macMatches('csrf', 'text', box.mac('csrf', 'text'))).toBe(true);
  });

  it.each([
    '',
    'v1',
    'v1..',
    'v2.00000000.AAAA',
    '....',
    'v1.' + 'f'.repeat(8) + '.' + 'A'.repeat(60),
  ])('refuses %j without throwing', (junk) => {
    expect(box.open('attempt', 'acme', junk)).toBeNull();
  });
});

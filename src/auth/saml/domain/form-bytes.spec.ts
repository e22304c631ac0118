import { expect, it } from '@jest/globals';
import { decodeBase64, percentDecode } from './form-bytes.js';

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

/** Every text of up to so many characters of the alphabet. */
function* texts(alphabet: string, length: number): Generator<string> {
  yield '';
  if (length === 0) return;
  for (const first of alphabet) for (const rest of texts(alphabet, length - 1)) yield first + rest;
}

it('takes for base64 what encodes back to itself, line breaks apart, and nothing else', () => {
  for (const text of texts('AQgw+/=-\n \0', 5)) {
    const plain = text.replaceAll('\n', '');
    const bytes = Buffer.from(plain, 'base64');
    const isBase64 = bytes.toString('base64') === plain;
    expect([text, decodeBase64(latin1(text))]).toEqual([text, isBase64 ? bytes : null]);
  }
});

it('decodes every byte', () => {
  const all = Buffer.from(Array.from({ length: 256 }, (_, code) => code));
  for (const bytes of [all, all.subarray(1), all.subarray(2)])
    expect(decodeBase64(latin1(bytes.toString('base64')))).toEqual(bytes);
});

it.each([
  ['a+b', 'a b'],
  ['%41%6a%6A', 'Ajj'],
  ['%2B%25', '+%'],
  ['%e9\u00e9', '\u00e9\u00e9'],
  ['', ''],
])('%s is %s', (encoded, decoded) => {
  expect(percentDecode(latin1(encoded))?.toString('latin1')).toBe(decoded);
});

it.each(['%', '%4', 'a%', '%g0', '%0g', '%%41', '% 4'])('%s is nothing', (encoded) => {
  expect(percentDecode(latin1(encoded))).toBeNull();
});

it('leaves what arrived as it is', () => {
  const body = latin1('a+%41');
  percentDecode(body);
  expect(body).toEqual(latin1('a+%41'));
});

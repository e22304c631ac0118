import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson } from './canonical-json.js';

describe('canonical JSON', () => {
  it.each([
    {
      given: 'keys in any order',
      value: { b: 1, a: { d: [], c: null } },
      is: '{"a":{"c":null,"d":[]},"b":1}',
    },
    {
      given: 'keys that differ by case or length',
      value: { b: 1, B: 2, ba: 3, '': 4 },
      is: '{"":4,"B":2,"b":1,"ba":3}',
    },
    {
      given: 'numeric keys, which engines sort first',
      value: { 10: 'x', 9: 'y', a: 0 },
      is: '{"10":"x","9":"y","a":0}',
    },
    // RFC 8785 3.2.3: by UTF-16 units, so the emoji (D83D) comes before the ligature (FB33)
    {
      given: 'keys beyond the basic plane',
      value: { '\uFB33': 1, '\u{1F600}': 2 },
      is: '{"\u{1F600}":2,"\uFB33":1}',
    },
    {
      given: 'numbers',
      value: [1e21, -0, 0.1, 333333333.33333329, 1e-7],
      is: '[1e+21,0,0.1,333333333.3333333,1e-7]',
    },
    { given: 'control characters', value: '\u0001\n"\\\u2028é', is: '"\\u0001\\n\\"\\\\\u2028é"' },
    { given: 'a lone surrogate', value: '\uD800', is: '"\\ud800"' },
    { given: 'undefined fields', value: { a: undefined, b: [undefined] }, is: '{"b":[null]}' },
    {
      given: 'a value that masks itself',
      value: { key: { toJSON: () => '[secret]' } },
      is: '{"key":"[secret]"}',
    },
    {
      given: 'a key called __proto__',
      value: JSON.parse('{"__proto__":{"a":1}}') as unknown,
      is: '{"__proto__":{"a":1}}',
    },
  ])('$given', ({ value, is }) => {
    expect(canonicalJson(value)).toBe(is);
  });

  it('reads back as the same value and prints the same again', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
  });
});

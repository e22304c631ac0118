import { describe, expect, it } from '@jest/globals';
import { clip, detailsText, MAX_DETAILS_BYTES } from './stored-text.js';

describe('details as they are kept', () => {
  it('have one spelling, whatever the order of their fields', () => {
    expect(detailsText({ b: [1], a: 'x' })).toBe('{"a":"x","b":[1]}');
    expect(detailsText({ a: 'x', b: [1] })).toBe('{"a":"x","b":[1]}');
  });

  it('lose their largest field, with a note, when they are too long', () => {
    const text = detailsText({ audience: 'https://x', groups: Array(9000).fill('g'), note: 'n' });
    expect(JSON.parse(text)).toEqual({
      audience: 'https://x',
      groups: '[left out: 36001 bytes]',
      note: 'n',
    });
  });

  it('count bytes, not characters', () => {
    const text = detailsText({ a: 'é'.repeat(MAX_DETAILS_BYTES / 2), b: 1 });
    expect(JSON.parse(text)).toEqual({ a: '[left out: 16386 bytes]', b: 1 });
  });

  it('stay small also with five thousand fields', () => {
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, n) => [`k${n}`, n]));
    expect(JSON.parse(detailsText(many))).toEqual({ leftOut: '62781 bytes' });
  });
});

describe('a text for a column', () => {
  it.each([
    { given: 'one that fits', text: 'abc', is: 'abc' },
    { given: 'one that is too long', text: 'abcdef', is: 'abc…' },
    { given: 'a cut through a pair', text: 'ab\u{1F600}def', is: 'ab\uFFFD…' },
    { given: 'a lone surrogate', text: 'a\uDC00', is: 'a\uFFFD' },
  ])('$given', ({ text, is }) => {
    expect(clip(text, 4)).toBe(is);
  });
});

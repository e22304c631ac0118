import { describe, expect, it } from '@jest/globals';
import { de } from './de.js';
import { en } from './en.js';

type Leaf = readonly [path: string, value: unknown];

/** Every text with its place; lists count as one, since languages may need more or fewer steps. */
function leaves(value: unknown, path = ''): Leaf[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[path, value]];
  return Object.entries(value).flatMap(([key, one]) => leaves(one, `${path}.${key}`));
}

const kindOf = (value: unknown) => (Array.isArray(value) ? 'list' : typeof value);

/** The same word in both languages, rightly. */
const SHARED = ['.productName', '.navigation.apiDocs'];

describe('German', () => {
  it('says everything that English says, in the same shape', () => {
    const shape = (texts: object) => leaves(texts).map(([path, value]) => [path, kindOf(value)]);
    expect(shape(de)).toEqual(shape(en));
  });

  it('leaves nothing in English', () => {
    const english = new Map(leaves(en));
    const same = leaves(de).filter(([path, text]) => english.get(path) === text);
    expect(same.map(([path]) => path)).toEqual(SHARED);
  });
});

describe.each([
  ['en', en],
  ['de', de],
])('the texts in %s', (_language, texts) => {
  it('are never empty', () => {
    const empty = leaves(texts).filter(([, text]) => text === '' || String(text).length === 0);
    expect(empty).toEqual([]);
  });
});

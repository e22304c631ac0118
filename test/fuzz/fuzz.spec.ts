import { describe, expect, it } from '@jest/globals';
import { randomInt } from 'node:crypto';
import { genuineMessages } from './corpus.js';
import { LEVELS, mutant } from './mutate.js';
import { Oracle } from './oracle.js';

const CASES = 10_000;
const corpus = genuineMessages();
const oracle = new Oracle(corpus);

describe.each(LEVELS)('messages mutated at the level of %s', (level) => {
  it.each([
    ['fixed seeds', 1],
    ['seeds of this run', randomInt(1, 2 ** 31)],
  ])(
    `are refused, or say what somebody signed (%s, from %i)`,
    (_, first) => {
      const codes = new Set<string>();
      for (let seed = first; seed < first + CASES; seed += 1) {
        const { code, failure } = oracle.judge(mutant(corpus, level, seed));
        codes.add(code);
        expect({ level, seed, failure }).toEqual({ level, seed, failure: null });
      }
      expect(codes.size).toBeGreaterThan(2); // no level is refused at the door alone
    },
    120_000,
  );
});

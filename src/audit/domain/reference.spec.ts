import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { normalizeReference, referenceOf, timeOfReferenceMs } from './reference.js';

const NOW = 1_795_478_400_123;

/** A UUIDv7 of that time with these last three digits. */
function idOf(timeMs: number, tail: string): string {
  const time = timeMs.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7abc-8def-000000000${tail}`;
}

describe('a reference number', () => {
  it('is ten digits in two groups, without letters that are misheard or misread', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 48 - 1 }),
        fc.integer({ min: 0, max: 4095 }),
        (time, tail) => {
          const reference = referenceOf(idOf(time, tail.toString(16).padStart(3, '0')));
          expect(reference).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
        },
      ),
    );
  });

  it('leads back to the millisecond of its event, also after 30 years', () => {
    const years = 30 * 365 * 86_400_000;
    fc.assert(
      fc.property(
        fc.integer({ min: NOW - years, max: NOW }),
        fc.constantFrom('000', '3ff', 'fff'),
        (time, tail) => {
          expect(timeOfReferenceMs(referenceOf(idOf(time, tail)), NOW)).toBe(time);
        },
      ),
    );
  });

  it('leads back also to an event of an instance whose clock is ahead', () => {
    expect(timeOfReferenceMs(referenceOf(idOf(NOW + 60_000, '001')), NOW)).toBe(NOW + 60_000);
  });

  it('differs between two events of one millisecond', () => {
    expect(referenceOf(idOf(NOW, '001'))).not.toBe(referenceOf(idOf(NOW, '002')));
  });

  it.each([
    ['6PBGW-70081', '6PBGW-70081'],
    [' 6pbgw 70081 ', '6PBGW-70081'],
    ['6PBGW–7oo8l', '6PBGW-70081'],
    ['6pbgw7OO8i', '6PBGW-70081'],
  ])('%j is read as %s', (typed, read) => {
    expect(normalizeReference(typed)).toBe(read);
  });

  it.each(['', '6PBGW-7008', '6PBGW-700811', '6PBGW-7008U', 'b.simon@x', 'x'.repeat(5000)])(
    '%j is none',
    (typed) => {
      expect(normalizeReference(typed)).toBeNull();
    },
  );
});

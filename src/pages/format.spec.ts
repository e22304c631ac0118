import { describe, expect, it } from '@jest/globals';
import { formatDuration, formatMinute, formatMoment, formatStamp } from './format.js';

const MS = Date.UTC(2025, 10, 3, 4, 5, 9, 7);
const HOUR = 3_600_000;

describe('times', () => {
  it('are words for people, in their language, and say that they are UTC', () => {
    expect(formatMoment(MS, 'en')).toBe('3 November 2025 at 04:05:09 UTC');
    expect(formatMinute(MS, 'de')).toBe('3. November 2025 um 04:05 UTC');
  });

  it('are digits in tables', () => {
    expect(formatStamp(MS)).toBe('2025-11-03 04:05:09');
    expect(formatStamp(MS, 'milliseconds')).toBe('2025-11-03 04:05:09.007');
  });
});

describe('durations', () => {
  it.each([
    [11.9 * HOUR, 'en', '11 hours'],
    [11.9 * HOUR, 'de', '11 Stunden'],
    [47 * HOUR, 'en', '47 hours'],
    [48 * HOUR, 'en', '2 days'],
    [59 * 60_000, 'en', '59 minutes'],
    [3_000, 'en', '1 minute'],
    [-HOUR, 'en', '1 minute'],
  ] as const)('%d ms in %s: %s', (ms, language, words) => {
    expect(formatDuration(ms, language)).toBe(words);
  });
});

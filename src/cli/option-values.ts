import { InvalidArgumentError } from 'commander';

/** For options that are numbers. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    if (/^\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max) return Number(text);
    throw new InvalidArgumentError(`It is a whole number from ${min} to ${max}.`);
  };
}

/** For options that are a time: a day, or a time with its zone. Epoch milliseconds. */
export function time(text: string): number {
  const isTime = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/.test(
    text,
  );
  const timeMs = isTime ? Date.parse(text) : Number.NaN;
  if (Number.isFinite(timeMs) && timeMs >= 0) return timeMs;
  throw new InvalidArgumentError('Write a day such as 2026-11-30 (UTC), or 2026-11-30T08:00:00Z.');
}

export function list(text: string): string[] {
  return text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

import type { Language } from './language.js';

const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de-DE' };
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const moments = byLanguage('medium');
const minutes = byLanguage('short');

function byLanguage(timeStyle: 'medium' | 'short'): Record<Language, Intl.DateTimeFormat> {
  const format = (language: Language) =>
    new Intl.DateTimeFormat(LOCALES[language], { dateStyle: 'long', timeStyle, timeZone: 'UTC' });
  return { en: format('en'), de: format('de') };
}

/** `23 November 2025 at 14:05:09 UTC`: for people. The server does not know their time zone, so it says which one. */
export function formatMoment(ms: number, language: Language): string {
  return `${moments[language].format(ms)} UTC`;
}

/** `23 November 2025 at 14:05 UTC` */
export function formatMinute(ms: number, language: Language): string {
  return `${minutes[language].format(ms)} UTC`;
}

/** `2025-11-23 14:05:09`: for tables, whose heading says UTC; sorts and compares by eye. */
export function formatStamp(ms: number, precision: 'seconds' | 'milliseconds' = 'seconds'): string {
  const length = precision === 'seconds' ? 19 : 23;
  return new Date(ms).toISOString().slice(0, length).replace('T', ' ');
}

/** `2025-11-23` */
export function formatDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** `11 hours`: one unit, rounded down, never less than a minute; a promise of time left is not to be too long. */
export function formatDuration(ms: number, language: Language): string {
  const [unit, size] =
    ms >= 2 * DAY
      ? (['day', DAY] as const)
      : ms >= HOUR
        ? (['hour', HOUR] as const)
        : (['minute', MINUTE] as const);
  const count = Math.max(1, Math.floor(ms / size));
  return new Intl.NumberFormat(LOCALES[language], {
    style: 'unit',
    unit,
    unitDisplay: 'long',
  }).format(count);
}

export function formatCount(count: number, language: Language): string {
  return new Intl.NumberFormat(LOCALES[language]).format(count);
}

/** An xs:dateTime in UTC (SAML core 1.3.3: all times are UTC, so one without a zone is UTC too). */
const DATE_TIME = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d{1,12})?(Z|[+-]\d\d:\d\d)?$/;

export interface ValidUntil {
  readonly earliestMs: number | null;
  readonly isUnreadable: boolean;
}

/** The earliest of several validUntil texts; what is no time is reported, not guessed. */
export function readValidUntil(texts: readonly string[]): ValidUntil {
  const times = texts.map((text) => readTimeMs(text.trim()));
  const readable = times.filter((time) => time !== null);
  return {
    earliestMs: readable.length === 0 ? null : Math.min(...readable),
    isUnreadable: readable.length < times.length,
  };
}

function readTimeMs(text: string): number | null {
  const match = DATE_TIME.exec(text);
  if (match === null) return null;
  const zone = match[8] ?? 'Z';
  const fraction = (match[7] ?? '.000').slice(0, 4);
  const timeMs = Date.parse(`${text.slice(0, 19)}${fraction}${zone}`);
  return Number.isNaN(timeMs) ? null : timeMs;
}

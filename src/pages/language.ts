/** The languages of the pages that everybody may see. Administrators' pages are in English only. */
export type Language = 'en' | 'de';

const LANGUAGES: readonly Language[] = ['en', 'de'];
const MAX_HEADER_LENGTH = 512;
const MAX_RANGES = 16;

/**
 * RFC 9110 12.5.4, basic filtering of RFC 4647: `de-AT` asks for `de`, the highest quality wins, the first named
 * among equals. Whatever cannot be read, `q=0` and `*` included, leaves us with English.
 */
export function chooseLanguage(acceptLanguage: string | undefined): Language {
  const ranges = (acceptLanguage ?? '').slice(0, MAX_HEADER_LENGTH).split(',').slice(0, MAX_RANGES);
  let best: { language: Language; quality: number } | null = null;
  for (const range of ranges) {
    const wish = readRange(range);
    if (wish && wish.quality > (best?.quality ?? 0)) best = wish;
  }
  return best?.language ?? 'en';
}

function readRange(range: string): { language: Language; quality: number } | null {
  const [tag = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
  const language = LANGUAGES.find((one) => tag === one || tag.startsWith(`${one}-`));
  if (!language) return null;
  const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1';
  return /^(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(weight)
    ? { language, quality: Number(weight) }
    : null;
}

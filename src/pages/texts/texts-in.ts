import type { Language } from '../language.js';
import { de } from './de.js';
import { en, type Texts } from './en.js';

const languages = { en, de } satisfies Record<Language, Texts>;

export function textsIn(language: Language): Texts {
  return languages[language];
}

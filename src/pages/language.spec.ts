import { describe, expect, it } from '@jest/globals';
import { chooseLanguage } from './language.js';

describe('chooseLanguage', () => {
  it.each([
    { header: undefined, language: 'en' },
    { header: '', language: 'en' },
    { header: 'de', language: 'de' },
    { header: 'DE-at, en;q=0.8', language: 'de' },
    { header: 'en-GB,en;q=0.9,de;q=0.8', language: 'en' },
    { header: 'fr, de;q=0.5, en;q=0.4', language: 'de' },
    { header: 'en;q=0.2, de;q=0.9', language: 'de' },
    { header: 'de;q=0', language: 'en' },
    { header: 'de;q=2', language: 'en' },
    { header: 'den, deutsch', language: 'en' },
    { header: '*', language: 'en' },
    { header: ';;;,=,q', language: 'en' },
    { header: `${'x,'.repeat(2000)}de`, language: 'en' },
  ])('$header: $language', ({ header, language }) => {
    expect(chooseLanguage(header)).toBe(language);
  });
});

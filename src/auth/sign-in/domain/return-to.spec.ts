import { describe, expect, it } from '@jest/globals';
import { safeReturnTo } from './return-to.js';

const ORIGIN = 'https://acme.imagencloud.com';

describe('the way back', () => {
  it.each([
    ['/library/42?tab=clips#t=10', '/library/42?tab=clips#t=10'],
    [`${ORIGIN}/library/42`, '/library/42'],
    ['/søk?q=blå', '/s%C3%B8k?q=bl%C3%A5'],
    ['/a/../b', '/b'],
    ['/', '/'],
  ])('%s is followed as %s', (wanted, path) => {
    expect(safeReturnTo(wanted, ORIGIN)).toBe(path);
  });

  it.each([
    'https://evil.example/',
    '//evil.example/',
    '///evil.example/',
    '/\\evil.example/',
    '\\/evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/.//evil.example',
    '/a/..//evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    `${ORIGIN}.evil.example/`,
    `${ORIGIN}@evil.example/`,
    'https://globex.imagencloud.com/',
    'http://acme.imagencloud.com/',
    'library',
    '',
    `/${'x'.repeat(600)}`,
    '/site/login',
    '/site/logout?x',
    '/saml/module.php/saml/sp/saml2-acs.php/imagenweb',
    ['/a', '/b'],
    undefined,
  ])('%j is not', (wanted) => {
    expect(safeReturnTo(wanted, ORIGIN)).toBe('/site');
  });
});

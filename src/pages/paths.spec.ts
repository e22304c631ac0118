import { describe, expect, it } from '@jest/globals';
import { paths, webAddress, withQuery } from './paths.js';

describe('links', () => {
  it('keep ids inside their segment', () => {
    expect(paths.user('../audit?x')).toBe('/admin/users/..%2Faudit%3Fx');
  });

  it('leave empty values out and escape the others', () => {
    expect(withQuery('/a', { q: '', cursor: null })).toBe('/a');
    expect(withQuery('/a', { q: 'ä&b=c', cursor: 'x' })).toBe('/a?q=%C3%A4%26b%3Dc&cursor=x');
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', '/relative', ' //evil'])(
    'take no other scheme for a web address: %s',
    (url) => {
      expect(() => webAddress(url)).toThrow();
    },
  );

  it('take http and https as they are', () => {
    expect(webAddress('https://idp.example/saml2?x=1')).toBe('https://idp.example/saml2?x=1');
  });
});

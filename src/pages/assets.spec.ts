import { describe, expect, it } from '@jest/globals';
import { findAsset, logo, styleSheet, submitScript } from './assets.js';

describe('assets', () => {
  it.each([styleSheet, logo, submitScript])(
    '$contentType is found under its hashed path',
    (asset) => {
      expect(asset.path).toMatch(/^\/assets\/[0-9a-f]{20}\.(css|svg|js)$/);
      expect(findAsset(asset.path)).toBe(asset);
      expect(asset.etag).toBe(`"${asset.path.slice(8, 28)}"`);
    },
  );

  it.each(['/assets/', '/assets/x.css', `${styleSheet.path}/..`, '__proto__', ''])(
    'nothing else is: %s',
    (path) => {
      expect(findAsset(path)).toBeNull();
    },
  );

  it('the style sheet asks for nothing from elsewhere and is balanced', () => {
    expect(styleSheet.body).not.toMatch(/url\(|@import|@font-face|undefined/);
    expect(styleSheet.body.split('{').length).toBe(styleSheet.body.split('}').length);
  });
});

import { describe, expect, it } from '@jest/globals';
import { findAsset, logo, metadataLogo, styleSheet, submitScript } from './assets.js';

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

  it('the logo for IdPs keeps its address, may be shown by other sites, and is as large as it says', () => {
    const { path, body, widthPx, heightPx } = metadataLogo;
    expect(findAsset(path)).toBe(metadataLogo);
    expect(findAsset('/assets/logo-128.png')?.embeddedBy).toBe('cross-origin');
    expect(body.subarray(0, 8)).toEqual(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'));
    expect([body.readUInt32BE(16), body.readUInt32BE(20)]).toEqual([widthPx, heightPx]);
  });

  it('the style sheet asks for nothing from elsewhere and is balanced', () => {
    const css = styleSheet.body.toString();
    expect(css).not.toMatch(/url\(|@import|@font-face|undefined/);
    expect(css.split('{').length).toBe(css.split('}').length);
  });
});

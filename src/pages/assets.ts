import { createHash } from 'node:crypto';
import { LOGO_PNG } from './logo-png.js';
import { base } from './styles/base.js';
import { components } from './styles/components.js';
import { frame } from './styles/frame.js';
import { media } from './styles/media.js';
import { pages } from './styles/pages.js';
import { tables } from './styles/tables.js';
import { tokens } from './styles/tokens.js';

/**
 * Style sheet, logo and the one script, as strings in TypeScript modules: every compiler that builds or tests us (swc,
 * tsc, jest) carries them along by itself. Files beside the code would need a copying rule in each of them, a path that
 * differs between src and dist, and a read at start that can fail.
 *
 * The name holds the hash of the content, so that browsers may keep an asset for ever and a release changes the name.
 */
export interface Asset {
  readonly path: string;
  readonly contentType: string;
  readonly body: string | Buffer;
  /** A strong validator, with its quotes. */
  readonly etag: string;
  readonly cacheControl: string;
  /** Who may show it (the header Cross-Origin-Resource-Policy). */
  readonly embeddedBy: 'same-origin' | 'cross-origin';
}

/** The content never changes under its name. */
const FOR_EVER = 'public, max-age=31536000, immutable';

// A strip of film that stands upright; its picture is the letter I. Has its own ground: works on any header.
const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#f3b63f"/><g fill="#0c2a32"><rect x="12.5" y="6" width="7" height="20" rx="1.5"/><rect x="5" y="6" width="4" height="4" rx="1.2"/><rect x="5" y="14" width="4" height="4" rx="1.2"/><rect x="5" y="22" width="4" height="4" rx="1.2"/><rect x="23" y="6" width="4" height="4" rx="1.2"/><rect x="23" y="14" width="4" height="4" rx="1.2"/><rect x="23" y="22" width="4" height="4" rx="1.2"/></g></svg>`;

// The form of the HTTP-POST binding submits itself; without scripts its button does the same.
const SUBMIT = `document.querySelector('form[data-submit-at-once]')?.requestSubmit();\n`;

function asset(extension: string, contentType: string, body: string): Asset {
  const hash = hashOf(body);
  const path = `/assets/${hash}.${extension}`;
  return {
    ...{ path, contentType, body, etag: `"${hash}"` },
    ...{ cacheControl: FOR_EVER, embeddedBy: 'same-origin' },
  };
}

function hashOf(body: string | Buffer): string {
  return createHash('sha256').update(body).digest('hex').slice(0, 20);
}

export const styleSheet = asset(
  'css',
  'text/css; charset=utf-8',
  [tokens, base, components, frame, tables, pages, media].join('\n'),
);
export const logo = asset('svg', 'image/svg+xml', LOGO);
export const submitScript = asset('js', 'text/javascript; charset=utf-8', SUBMIT);

/**
 * The logo for the pages of IdPs (mdui 2.1.5: a bitmap, its size in pixels said beside it). They are other sites, and may have
 * learnt the address years ago from a file: so it stays the same, and is looked at again once a day.
 */
export const metadataLogo = {
  path: '/assets/logo-128.png',
  contentType: 'image/png',
  body: LOGO_PNG,
  etag: `"${hashOf(LOGO_PNG)}"`,
  cacheControl: 'public, max-age=86400',
  embeddedBy: 'cross-origin',
  widthPx: 128,
  heightPx: 128,
} as const satisfies Asset & { widthPx: number; heightPx: number };

const assets = new Map<string, Asset>(
  [styleSheet, logo, submitScript, metadataLogo].map((one) => [one.path, one]),
);

export function findAsset(path: string): Asset | null {
  return assets.get(path) ?? null;
}

import type { JSX } from 'preact';
import { renderToString } from 'preact-render-to-string';

/** The whole document. JSX escapes every text and attribute; nothing in this module bypasses that. */
export function renderPage(page: JSX.Element): string {
  return `<!doctype html>${renderToString(page)}`;
}

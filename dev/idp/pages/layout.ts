import { html, type Html } from './html.ts';

export interface Page {
  readonly title: string;
  readonly width: 'narrow' | 'wide';
  readonly main: Html;
  readonly script?: 'continue';
}

export const STYLE_PATH = '/look-alike.css';
export const CONTINUE_SCRIPT_PATH = '/continue.js';

export function renderPage(page: Page): string {
  const script =
    page.script === undefined ? null : html`<script src="${CONTINUE_SCRIPT_PATH}" defer></script>`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="${STYLE_PATH}" />
        <title>${page.title} · Entra look-alike</title>
        ${script}
      </head>
      <body class="${page.width}">
        <header>
          <p><strong>Entra look-alike</strong> for development, not Microsoft</p>
          <nav aria-label="Pages"><a href="/myapps">My Apps</a> <a href="/portal">Portal</a></nav>
        </header>
        <main>${page.main}</main>
      </body>
    </html> `.source;
}

import { css } from './css.js';

/**
 * Every colour and measure, by purpose. Text on its ground has at least 4.5:1, borders of controls and graphics 3:1 in
 * both schemes (WCAG 2.2 AA 1.4.3, 1.4.11); the browser test measures it.
 */
export const tokens = css`
  :root {
    color-scheme: light dark;

    --paper: #eef2f2;
    --surface: #ffffff;
    --sunken: #f5f8f8;
    --ink: #13201f;
    --ink-soft: #485857;
    --line: #d3dddc;
    --line-strong: #768886;
    --accent: #07596b;
    --accent-strong: #053f4c;
    --accent-wash: #e1f0f3;
    --on-accent: #ffffff;
    --spot: #f3b63f;
    --band: #0c2a32;
    --on-band: #f2f8f8;
    --on-band-soft: #b6cdd1;
    --band-line: #2b4a52;
    --focus: #07596b;

    --good: #155f37;
    --good-wash: #def2e5;
    --bad: #9c2116;
    --bad-wash: #fce6e3;
    --warn: #744800;
    --warn-wash: #fdefd0;
    --plain: #3b4d57;
    --plain-wash: #e4ebef;

    --sans:
      'Segoe UI Variable Text', 'Segoe UI', -apple-system, BlinkMacSystemFont, Roboto, Ubuntu,
      Cantarell, 'Noto Sans', 'Liberation Sans', system-ui, sans-serif;
    --mono:
      ui-monospace, 'Cascadia Mono', 'SF Mono', Menlo, Consolas, 'Noto Sans Mono',
      'Liberation Mono', monospace;

    --radius: 6px;
    --gutter: clamp(1rem, 4vw, 2.5rem);
  }

  @media screen and (prefers-color-scheme: dark) {
    :root {
      --paper: #0d1416;
      --surface: #141e21;
      --sunken: #10191c;
      --ink: #e7efef;
      --ink-soft: #a6b7b9;
      --line: #283639;
      --line-strong: #6f8488;
      --accent: #7accdc;
      --accent-strong: #a5e0eb;
      --accent-wash: #163038;
      --on-accent: #04222a;
      --band: #091012;
      --on-band-soft: #a6bcc0;
      --band-line: #223136;
      --focus: #f3b63f;

      --good: #84d8a4;
      --good-wash: #13301f;
      --bad: #ffa79d;
      --bad-wash: #3b1815;
      --warn: #f1c36a;
      --warn-wash: #352708;
      --plain: #b3c5cf;
      --plain-wash: #1f2c33;
    }
  }
`;

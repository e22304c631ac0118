import { css } from './css.js';

/** The elements themselves, and the page around the content. */
export const base = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  html {
    font: 100%/1.55 var(--sans);
    color: var(--ink);
    background: var(--paper);
    -webkit-text-size-adjust: 100%;
    text-size-adjust: 100%;
    scroll-padding-top: 1rem;
  }

  body {
    min-height: 100vh;
    min-height: 100dvh;
    margin: 0;
    display: flex;
    flex-direction: column;
    overflow-wrap: anywhere;
  }

  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd,
  pre,
  figure,
  fieldset {
    margin: 0;
    padding: 0;
  }

  fieldset {
    min-width: 0;
    border: 0;
  }

  h1,
  h2,
  h3 {
    line-height: 1.2;
    text-wrap: balance;
    letter-spacing: -0.012em;
  }

  h1 {
    font-size: clamp(1.6rem, 1.3rem + 1.4vw, 2.1rem);
    font-weight: 650;
  }

  h2 {
    font-size: 1.2rem;
    font-weight: 650;
  }

  h3 {
    font-size: 1rem;
    font-weight: 650;
  }

  a {
    color: var(--accent);
    text-decoration-thickness: 1px;
    text-underline-offset: 0.18em;
  }

  a:hover {
    color: var(--accent-strong);
    text-decoration-thickness: 2px;
  }

  code,
  pre {
    font-family: var(--mono);
    font-size: 0.92em;
    font-variant-ligatures: none;
  }

  :focus-visible {
    outline: 3px solid var(--focus);
    outline-offset: 2px;
    border-radius: 3px;
  }

  main:focus {
    outline: none;
  }

  .skip {
    position: absolute;
    inset-inline-start: 0.5rem;
    top: -6rem;
    z-index: 1;
    padding: 0.6rem 1rem;
    color: var(--on-accent);
    background: var(--accent);
    border-radius: var(--radius);
  }

  .skip:focus {
    top: 0.5rem;
    color: var(--on-accent);
  }

  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  .band {
    color: var(--on-band);
    background: var(--band);
    --focus: var(--spot);
  }

  .band-inner,
  .page,
  .foot-inner {
    width: 100%;
    max-width: 80rem;
    margin-inline: auto;
    padding-inline: var(--gutter);
  }

  .band-inner {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.6rem 1.5rem;
    padding-block: 0.7rem;
  }

  /* A row of perforations, as on the edge of film: the only ornament of the product. */
  .band::after {
    content: '';
    display: block;
    height: 7px;
    background: radial-gradient(circle closest-side, var(--band-line) 92%, transparent) 0 0 / 14px
      7px repeat-x;
    border-bottom: 1px solid var(--band-line);
  }

  .brand {
    display: inline-flex;
    align-items: center;
    gap: 0.7rem;
    min-width: 0;
    min-height: 2.25rem;
    margin-inline-end: auto;
    color: inherit;
    text-decoration: none;
  }

  a.brand:hover {
    color: inherit;
  }

  .brand img {
    display: block;
    flex: none;
    width: 2rem;
    height: 2rem;
  }

  .brand-names {
    display: grid;
    line-height: 1.2;
  }

  .brand-product {
    font-weight: 700;
    letter-spacing: 0.01em;
  }

  .brand-tenant {
    font-size: 0.875rem;
    color: var(--on-band-soft);
  }

  .viewer {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 1rem;
    font-size: 0.875rem;
    color: var(--on-band-soft);
  }

  .viewer b {
    color: var(--on-band);
    font-weight: 600;
  }

  .navigation {
    width: 100%;
  }

  .navigation ul {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 0.25rem;
    margin-inline: -0.75rem;
    list-style: none;
  }

  .navigation a {
    display: block;
    padding: 0.35rem 0.75rem;
    color: var(--on-band-soft);
    text-decoration: none;
    border-radius: var(--radius);
  }

  .navigation a:hover {
    color: var(--on-band);
    text-decoration: underline;
  }

  .navigation a[aria-current] {
    color: var(--on-band);
    background: var(--band-line);
  }

  .page {
    flex: 1;
    padding-block: clamp(1.5rem, 4vw, 2.5rem) 3rem;
  }

  .foot {
    border-top: 1px solid var(--line);
    font-size: 0.875rem;
    color: var(--ink-soft);
  }

  .foot-inner {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 1.5rem;
    justify-content: space-between;
    padding-block: 1rem;
  }
`;

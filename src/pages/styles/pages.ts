import { css } from './css.js';

/** What only one kind of page has. */
export const pages = css`
  .stack {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1.5rem;
  }

  .stack-wide {
    gap: 2.25rem;
  }

  .page-head {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    justify-content: space-between;
    gap: 0.75rem 2rem;
  }

  .page-head p {
    max-width: 65ch;
    margin-top: 0.35rem;
    color: var(--ink-soft);
  }

  .card {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1rem;
    align-content: start;
    padding: clamp(1.1rem, 3vw, 1.6rem);
    background: var(--surface);
    border: 1px solid var(--line);
    border-radius: var(--radius);
  }

  .columns {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr));
    gap: 1.5rem;
    align-items: start;
  }

  .landing-name {
    display: block;
    font-size: clamp(1.6rem, 1.3rem + 1.4vw, 2.1rem);
    font-weight: 650;
    line-height: 1.2;
    letter-spacing: -0.012em;
  }

  .landing-greeting {
    display: block;
    font-size: 1rem;
    font-weight: 400;
    letter-spacing: 0;
    color: var(--ink-soft);
  }

  .filter {
    display: grid;
    gap: 1rem;
  }

  .filter-main {
    display: grid;
    grid-template-columns: minmax(0, 2fr) minmax(0, 1fr) auto;
    gap: 0.9rem 1rem;
  }

  .filter-main > .actions {
    align-self: start;
    margin-top: 1.5rem;
  }

  @media (max-width: 46rem) {
    .filter-main {
      grid-template-columns: minmax(0, 1fr);
    }

    .filter-main > .actions {
      margin-top: 0;
    }
  }

  .filter-fields {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(13rem, 100%), 1fr));
    gap: 0.9rem 1rem;
  }

  .filter details > summary {
    display: inline-block;
    padding: 0.25rem 0;
    font-weight: 600;
    color: var(--accent);
    cursor: pointer;
  }

  .filter details[open] > summary {
    margin-bottom: 0.6rem;
  }

  .periods {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 1.25rem;
    padding: 0;
    font-size: 0.9375rem;
    list-style: none;
  }

  .periods a {
    display: inline-block;
    min-height: 1.5rem;
  }

  .diff-before {
    color: var(--bad);
    text-decoration: line-through;
    text-decoration-thickness: 1px;
  }

  .diff-after {
    color: var(--good);
    font-weight: 600;
    text-decoration: none;
  }

  .remaining {
    display: block;
    width: 100%;
    max-width: 16rem;
    height: 8px;
    margin-block: 0.35rem 0.2rem;
    border-radius: 4px;
    overflow: hidden;
  }

  .remaining-all {
    fill: var(--line);
  }

  .remaining-left {
    fill: var(--good);
  }

  .remaining-warn .remaining-left {
    fill: var(--warn);
  }

  .remaining-bad .remaining-left {
    fill: var(--bad);
  }
`;

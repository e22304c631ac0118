import { css } from './css.js';

/** What only one kind of page has. */
export const pages = css`
  .stack {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1.5rem;
  }

  .stack-near {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.75rem;
  }

  .back {
    display: inline-block;
    min-height: 1.5rem;
    margin-bottom: 0.35rem;
    font-size: 0.9375rem;
  }

  h1 .tag {
    margin-inline-start: 0.35rem;
    letter-spacing: 0;
    vertical-align: middle;
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

  .filter-users {
    grid-template-columns: minmax(0, 2fr) minmax(0, 1fr) minmax(0, 1fr) auto;
  }

  .filter-main .button {
    min-height: 2.5rem;
  }

  .filter-main > .actions {
    align-self: start;
    margin-top: 1.5rem;
  }

  @media (max-width: 46rem) {
    .filter-main,
    .filter-users {
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

  details > summary {
    width: fit-content;
    padding: 0.25rem 0;
    font-weight: 600;
    color: var(--accent);
    cursor: pointer;
  }

  details[open] > summary {
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

  .hero {
    display: grid;
    gap: 0.9rem;
    justify-items: start;
    padding-block: 0.5rem 1rem;
  }

  .link-list {
    display: grid;
    gap: 0.9rem;
    list-style: none;
  }

  .link-list a {
    font-weight: 600;
  }

  .api {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 2rem;
  }

  .api-contents ul {
    list-style: none;
  }

  .api-contents > ul {
    display: grid;
    gap: 1rem;
  }

  .api-contents a {
    display: flex;
    gap: 0.6rem;
    align-items: baseline;
    padding-block: 0.2rem;
    font-size: 0.875rem;
  }

  .api-operations {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 2.5rem;
  }

  .api-group {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1.25rem;
  }

  .operation-head {
    display: grid;
    gap: 0.4rem;
  }

  .operation-path {
    display: flex;
    flex-wrap: wrap;
    gap: 0.6rem;
    align-items: baseline;
    font-size: 1.0625rem;
  }

  .method {
    flex: none;
    font-family: var(--mono);
    font-size: 0.8125rem;
    font-weight: 700;
    color: var(--accent);
  }

  .method-write {
    color: var(--warn);
  }

  .operation h4 {
    margin: 0;
    font-size: 0.9375rem;
    font-weight: 650;
  }

  .operation details > .stack-near {
    margin-top: 0.5rem;
  }

  .operation details > summary {
    font-weight: 400;
    color: var(--ink);
  }

  .operation summary .tag,
  .response .tag {
    margin-inline-end: 0.35rem;
  }

  .scopes {
    display: flex;
    flex-wrap: wrap;
    gap: 0.35rem 0.6rem;
    align-items: center;
  }

  .prose {
    display: grid;
    gap: 0.6rem;
    max-width: 70ch;
  }

  @media (min-width: 64rem) {
    .api {
      grid-template-columns: 17rem minmax(0, 1fr);
    }

    .api-contents {
      position: sticky;
      top: 1rem;
      align-self: start;
      max-height: calc(100vh - 2rem);
      overflow-y: auto;
    }
  }
`;

import { css } from './css.js';

/** Buttons, fields, tags, notices, cards: what pages are put together from. */
export const components = css`
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.5rem;
    min-height: 2.75rem;
    padding: 0.5rem 1.25rem;
    font: inherit;
    font-weight: 600;
    line-height: 1.25;
    color: var(--on-accent);
    text-decoration: none;
    background: var(--accent);
    border: 1px solid transparent;
    border-radius: var(--radius);
    cursor: pointer;
    transition: background-color 120ms ease-out;
  }

  .button:hover {
    color: var(--on-accent);
    background: var(--accent-strong);
  }

  .button-quiet {
    color: var(--accent);
    background: transparent;
    border-color: var(--line-strong);
  }

  .button-quiet:hover {
    color: var(--accent-strong);
    background: var(--accent-wash);
  }

  .button-small {
    min-height: 2.25rem;
    padding: 0.3rem 0.8rem;
    font-size: 0.9375rem;
  }

  .band .button-quiet {
    color: var(--on-band);
    border-color: var(--on-band-soft);
  }

  .band .button-quiet:hover {
    color: var(--band);
    background: var(--on-band);
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.75rem;
  }

  .field {
    display: grid;
    gap: 0.25rem;
    align-content: start;
    min-width: 0;
  }

  .field label {
    font-size: 0.875rem;
    font-weight: 600;
  }

  .field input,
  .field select {
    width: 100%;
    min-width: 0;
    min-height: 2.5rem;
    padding: 0.35rem 0.65rem;
    font: inherit;
    color: var(--ink);
    background: var(--surface);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
  }

  .field input[aria-invalid] {
    border-color: var(--bad);
    box-shadow: inset 0 0 0 1px var(--bad);
  }

  .field-hint {
    font-size: 0.8125rem;
    color: var(--ink-soft);
  }

  .field-problem {
    font-size: 0.875rem;
    font-weight: 600;
    color: var(--bad);
  }

  .tag {
    display: inline-flex;
    align-items: center;
    gap: 0.4em;
    padding: 0.1em 0.65em 0.12em;
    font-size: 0.8125rem;
    font-weight: 600;
    line-height: 1.55;
    white-space: nowrap;
    color: var(--plain);
    background: var(--plain-wash);
    border-radius: 999px;
  }

  .tag svg {
    flex: none;
    width: 0.8em;
    height: 0.8em;
  }

  .tag-good {
    color: var(--good);
    background: var(--good-wash);
  }

  .tag-bad {
    color: var(--bad);
    background: var(--bad-wash);
  }

  .tag-warn {
    color: var(--warn);
    background: var(--warn-wash);
  }

  .tags {
    display: flex;
    flex-wrap: wrap;
    gap: 0.35rem;
    padding: 0;
    list-style: none;
  }

  .notice {
    display: grid;
    gap: 0.25rem;
    padding: 0.85rem 1.1rem;
    color: var(--plain);
    background: var(--plain-wash);
    border-radius: var(--radius);
  }

  .notice-bad {
    color: var(--bad);
    background: var(--bad-wash);
  }

  .notice-warn {
    color: var(--warn);
    background: var(--warn-wash);
  }

  .notice-title {
    font-weight: 650;
  }

  .key-values {
    display: grid;
    grid-template-columns: fit-content(13rem) minmax(0, 1fr);
    gap: 0.55rem 1.5rem;
    align-items: baseline;
  }

  .key-values dt {
    font-size: 0.9375rem;
    color: var(--ink-soft);
  }

  .key-values dd {
    min-width: 0;
  }

  .plain-list {
    display: grid;
    gap: 0.2rem;
    list-style: none;
  }

  del {
    color: var(--bad);
    text-decoration-thickness: 1px;
  }

  ins {
    font-weight: 600;
    color: var(--good);
    text-decoration: none;
  }

  .copyable {
    display: block;
    padding: 0.45rem 0.7rem;
    background: var(--sunken);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    user-select: all;
  }

  .code-block {
    padding: 0.9rem 1.1rem;
    overflow: auto;
    font-size: 0.875rem;
    line-height: 1.5;
    white-space: pre;
    overflow-wrap: normal;
    tab-size: 2;
    background: var(--sunken);
    border: 1px solid var(--line);
    border-radius: var(--radius);
  }

  .empty {
    display: grid;
    gap: 0.35rem;
    justify-items: center;
    padding: 3rem 1.5rem;
    text-align: center;
    background: var(--surface);
    border: 1px dashed var(--line-strong);
    border-radius: var(--radius);
  }

  .empty svg {
    width: 3rem;
    height: 3rem;
    margin-block-end: 0.5rem;
    color: var(--line-strong);
  }

  .empty-title {
    font-weight: 650;
  }

  .soft {
    color: var(--ink-soft);
  }

  .small {
    font-size: 0.875rem;
  }

  .number {
    font-variant-numeric: tabular-nums;
  }
`;

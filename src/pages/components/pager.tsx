import type { VNode } from 'preact';
import { ButtonLink } from './button.js';

export interface PagerLink {
  readonly href: string;
  readonly words: string;
}

/** Cursors only lead on: back to the start, or one page further. No numbers, no total (both would count every row). */
export function Pager(props: {
  readonly label: string;
  readonly start: PagerLink | null;
  readonly next: PagerLink | null;
}): VNode | null {
  const { label, start, next } = props;
  if (!start && !next) return null;
  return (
    <nav class="pager" aria-label={label}>
      {start && (
        <ButtonLink href={start.href} look="quiet" size="small">
          {start.words}
        </ButtonLink>
      )}
      {next && (
        <span class="pager-next">
          <ButtonLink href={next.href} look="quiet" size="small">
            {next.words}
          </ButtonLink>
        </span>
      )}
    </nav>
  );
}

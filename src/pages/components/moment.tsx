import type { VNode } from 'preact';
import { formatMoment, formatStamp } from '../format.js';
import type { Language } from '../language.js';

/** A time in words, for people who came for something else. */
export function Moment({
  ms,
  language,
}: {
  readonly ms: number;
  readonly language: Language;
}): VNode {
  return <time dateTime={new Date(ms).toISOString()}>{formatMoment(ms, language)}</time>;
}

/** A time in a table or list of facts, whose heading says that it is UTC. */
export function Stamp({ ms }: { readonly ms: number }): VNode {
  return (
    <time class="number" dateTime={new Date(ms).toISOString()}>
      {formatStamp(ms)}
    </time>
  );
}

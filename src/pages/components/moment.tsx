import type { VNode } from 'preact';
import { formatMinute, formatMoment, formatStamp } from '../format.js';
import type { Language } from '../language.js';

interface MomentProps {
  readonly ms: number;
  readonly language: Language;
}

/** A time in words, to the second: for looking something up. */
export function Moment({ ms, language }: MomentProps): VNode {
  return <time dateTime={isoOf(ms)}>{formatMoment(ms, language)}</time>;
}

/** A time in words, to the minute: for planning. */
export function Minute({ ms, language }: MomentProps): VNode {
  return <time dateTime={isoOf(ms)}>{formatMinute(ms, language)}</time>;
}

/** A time in a table or list of facts, whose heading says that it is UTC. */
export function Stamp(props: {
  readonly ms: number;
  readonly precision?: 'seconds' | 'milliseconds';
}): VNode {
  const { ms, precision = 'seconds' } = props;
  return (
    <time class="number" dateTime={isoOf(ms)}>
      {formatStamp(ms, precision)}
    </time>
  );
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}

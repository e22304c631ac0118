import type { VNode } from 'preact';

const SHAPES = {
  check: 'M2.5 8.5l3.6 3.5L13.5 4.5',
  cross: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  turn: 'M3 13V9a3 3 0 0 1 3-3h7M9.5 2.5L13 6l-3.5 3.5',
  dot: 'M8 7.9v.2',
  reel: 'M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8M8 4.4v1.2M8 10.4v1.2M4.4 8h1.2M10.4 8h1.2M8 7.9v.2',
} as const;

export type IconName = keyof typeof SHAPES;

/** Decoration only: the words beside it say the same. */
export function Icon({ name }: { readonly name: IconName }): VNode {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path
        d={SHAPES[name]}
        fill="none"
        stroke="currentColor"
        stroke-width={name === 'reel' ? 1 : name === 'dot' ? 8 : 2.2}
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  );
}

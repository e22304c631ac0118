import type { ComponentChildren, VNode } from 'preact';
import { Icon } from './icon.js';

/** Nothing to show: why, and what would change that. */
export function EmptyState(props: {
  readonly title: string;
  readonly text?: string;
  readonly children?: ComponentChildren;
}): VNode {
  return (
    <div class="empty">
      <Icon name="reel" />
      <p class="empty-title">{props.title}</p>
      {props.text !== undefined && <p class="soft">{props.text}</p>}
      {props.children}
    </div>
  );
}

import type { ComponentChildren, VNode } from 'preact';
import { Icon, type IconName } from './icon.js';

export type Tone = 'plain' | 'good' | 'bad' | 'warn';

export interface TagProps {
  readonly tone?: Tone;
  readonly icon?: IconName;
  readonly children: ComponentChildren;
}

/** A short word about a state. The colour repeats what icon and word say, it never says it alone. */
export function Tag({ tone = 'plain', icon, children }: TagProps): VNode {
  return (
    <span class={tone === 'plain' ? 'tag' : `tag tag-${tone}`}>
      {icon && <Icon name={icon} />}
      {children}
    </span>
  );
}

export function TagList({ values }: { readonly values: readonly string[] }): VNode {
  return (
    <ul class="tags">
      {values.map((value) => (
        <li key={value}>
          <Tag>
            <bdi>{value}</bdi>
          </Tag>
        </li>
      ))}
    </ul>
  );
}

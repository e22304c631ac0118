import type { ComponentChildren, VNode } from 'preact';

export function Notice(props: {
  readonly tone?: 'plain' | 'warn' | 'bad';
  readonly title: string;
  readonly children?: ComponentChildren;
}): VNode {
  const { tone = 'plain', title, children } = props;
  return (
    <div class={tone === 'plain' ? 'notice' : `notice notice-${tone}`} role="note">
      <p class="notice-title">{title}</p>
      {children}
    </div>
  );
}

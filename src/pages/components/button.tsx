import type { ComponentChildren, VNode } from 'preact';

interface Look {
  readonly look?: 'main' | 'quiet';
  readonly size?: 'normal' | 'small';
  readonly children: ComponentChildren;
}

function classOf({ look, size }: Look): string {
  return ['button', look === 'quiet' && 'button-quiet', size === 'small' && 'button-small']
    .filter(Boolean)
    .join(' ');
}

/** Submits the form that it stands in. */
export function Button(props: Look): VNode {
  return (
    <button class={classOf(props)} type="submit">
      {props.children}
    </button>
  );
}

export function ButtonLink(props: Look & { readonly href: string }): VNode {
  return (
    <a class={classOf(props)} href={props.href}>
      {props.children}
    </a>
  );
}

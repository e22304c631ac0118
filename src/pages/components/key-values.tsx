import { Fragment, type ComponentChildren, type VNode } from 'preact';

export interface KeyValue {
  readonly label: string;
  readonly value: ComponentChildren;
}

export function KeyValues({ items }: { readonly items: readonly KeyValue[] }): VNode {
  return (
    <dl class="key-values">
      {items.map(({ label, value }) => (
        <Fragment key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

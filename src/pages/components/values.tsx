import { Fragment, type ComponentChildren, type VNode } from 'preact';
import { admin } from '../texts/admin.js';

/** No value, said for eyes and ears alike. */
export function Nothing(): VNode {
  return (
    <span class="soft">
      <span aria-hidden="true">–</span>
      <span class="visually-hidden">{admin.nothing}</span>
    </span>
  );
}

/** A reason code, which may break after each of its words. */
export function ReasonCode({ code }: { readonly code: string }): VNode {
  return (
    <code translate={false}>
      {code.split('_').map((word, index) => (
        <Fragment key={index}>
          {index > 0 && '_'}
          {index > 0 && <wbr />}
          {word}
        </Fragment>
      ))}
    </code>
  );
}

/** A value of an event's details, whatever it is: parsed JSON that other releases may have written. */
export function JsonValue({ value }: { readonly value: unknown }): VNode {
  if (value === null || value === undefined || value === '') return <Nothing />;
  if (typeof value === 'string') return <bdi>{value}</bdi>;
  if (!Array.isArray(value)) return <code>{JSON.stringify(value)}</code>;
  if (value.length === 0) return <Nothing />;
  return (
    <PlainList
      items={value.map((one: unknown, index) => (
        <JsonValue key={index} value={one} />
      ))}
    />
  );
}

export function PlainList({ items }: { readonly items: readonly ComponentChildren[] }): VNode {
  return (
    <ul class="plain-list">
      {items.map((item, index) => (
        <li key={index}>{item}</li>
      ))}
    </ul>
  );
}

/** Who or what: its name first, what kind of thing it is and its id below. */
export function Named(props: {
  readonly kind: string;
  readonly id: string | null;
  readonly label: string | null;
}): VNode {
  const { kind, id, label } = props;
  return (
    <>
      <bdi>{label ?? id ?? kind}</bdi>
      {(label ?? id) !== null && <span class="cell-second">{kind}</span>}
      {label !== null && id !== null && <code class="cell-second">{id}</code>}
    </>
  );
}

import type { ComponentChildren, VNode } from 'preact';
import type { Change } from '../read-changes.js';
import { admin } from '../texts/admin.js';
import { Table } from './table.js';
import { JsonValue, Nothing, PlainList } from './values.js';

const texts = admin.event;

/** Before and after side by side; of lists, the members that went and came. */
export function ChangeTable({ changes }: { readonly changes: readonly Change[] }): VNode {
  return (
    <Table
      caption={texts.changesCaption}
      columns={[
        {
          heading: texts.field,
          cell: ({ field }: Change) => (field === '' ? texts.wholeValue : <code>{field}</code>),
        },
        {
          heading: texts.before,
          kind: 'wide',
          cell: ({ before, after }) => side(before, after, 'del'),
        },
        {
          heading: texts.after,
          kind: 'wide',
          cell: ({ before, after }) => side(after, before, 'ins'),
        },
      ]}
      rows={changes}
      keyOf={({ field }) => field}
    />
  );
}

function side(value: unknown, other: unknown, Mark: 'del' | 'ins'): ComponentChildren {
  if (value === null || value === undefined || value === '') return <Nothing />;
  if (!Array.isArray(value) || !Array.isArray(other)) {
    return (
      <Mark>
        <JsonValue value={value} />
      </Mark>
    );
  }
  if (value.length === 0) return <Nothing />;
  const others = new Set(other.map((one) => JSON.stringify(one)));
  const items = value.map((one: unknown) =>
    others.has(JSON.stringify(one)) ? (
      <JsonValue value={one} />
    ) : (
      <Mark>
        <JsonValue value={one} />
      </Mark>
    ),
  );
  return <PlainList items={items} />;
}

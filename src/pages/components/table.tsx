import type { ComponentChildren, VNode } from 'preact';

export interface Column<Row> {
  readonly heading: string;
  readonly kind?: 'stamp' | 'number' | 'wide' | 'address';
  readonly cell: (row: Row) => ComponentChildren;
}

export interface TableProps<Row> {
  /** Says what the rows are; read out before the table and by its scrolling region. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
}

/**
 * Narrow screens lay every row out as a card (styles/tables.ts), which takes the meaning of a table from its elements;
 * the roles give it back. Where it is too wide it scrolls in a region that the keyboard can reach.
 */
export function Table<Row>({ caption, columns, rows, keyOf }: TableProps<Row>): VNode {
  return (
    <div class="table-region" role="group" aria-label={caption} tabIndex={0}>
      <table class="table" role="table" aria-label={caption}>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map(({ heading, kind }) => (
              <th key={heading} role="columnheader" scope="col" class={cellClass(kind)}>
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr key={keyOf(row)} role="row">
              {columns.map(({ heading, kind, cell }) => (
                <td key={heading} role="cell" class={cellClass(kind)} data-heading={heading}>
                  <div>{cell(row)}</div>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function cellClass(kind: Column<never>['kind']): string | undefined {
  return kind && `cell-${kind}`;
}

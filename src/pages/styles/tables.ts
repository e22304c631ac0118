import { css } from './css.js';

/**
 * Wide tables scroll inside their own focusable region; on narrow screens every row becomes a small card, each cell
 * under its heading. The roles in the markup keep it a table for screen readers when display is no longer table.
 */
export const tables = css`
  .table-region {
    overflow-x: auto;
    background: var(--surface);
    border: 1px solid var(--line);
    border-radius: var(--radius);
  }

  .table {
    width: 100%;
    border-collapse: collapse;
    font-size: 0.9375rem;
  }

  .table th {
    padding: 0.6rem 0.9rem;
    font-size: 0.8125rem;
    font-weight: 600;
    text-align: start;
    white-space: nowrap;
    color: var(--ink-soft);
    background: var(--sunken);
    border-bottom: 1px solid var(--line);
  }

  .table td {
    padding: 0.55rem 0.9rem;
    vertical-align: top;
    overflow-wrap: break-word;
    border-bottom: 1px solid var(--line);
  }

  .table tbody tr:last-child td {
    border-bottom: 0;
  }

  .table tbody tr:hover td {
    background: var(--sunken);
  }

  .table .cell-stamp,
  .table .cell-number {
    white-space: nowrap;
    font-variant-numeric: tabular-nums;
  }

  .table .cell-stamp a {
    display: inline-block;
    min-height: 1.5rem;
  }

  .table th.cell-number,
  .table td.cell-number {
    text-align: end;
  }

  .table .cell-wide {
    min-width: 10.5rem;
    overflow-wrap: anywhere;
  }

  .table .cell-address {
    min-width: 8.5rem;
    overflow-wrap: anywhere;
  }

  .cell-second {
    display: block;
    font-size: 0.875rem;
    color: var(--ink-soft);
  }

  @media (max-width: 46rem) {
    .table-region {
      overflow-x: visible;
      background: none;
      border: 0;
    }

    .table,
    .table tbody,
    .table tr,
    .table td {
      display: block;
    }

    .table thead {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }

    .table tbody {
      display: grid;
      gap: 0.75rem;
    }

    .table tr {
      padding: 0.6rem 0.9rem;
      background: var(--surface);
      border: 1px solid var(--line);
      border-radius: var(--radius);
    }

    .table td,
    .table tbody tr:last-child td {
      display: grid;
      grid-template-columns: 6.5rem minmax(0, 1fr);
      gap: 0.75rem;
      padding: 0.25rem 0;
      border: 0;
    }

    .table td {
      overflow-wrap: anywhere;
    }

    .table td.cell-number,
    .table td.cell-stamp {
      text-align: start;
      white-space: normal;
    }

    .table td::before {
      content: attr(data-heading) / '';
      font-size: 0.8125rem;
      line-height: 1.8;
      color: var(--ink-soft);
    }

    .table tbody tr:hover td {
      background: none;
    }
  }

  .pager {
    display: flex;
    flex-wrap: wrap;
    gap: 0.75rem;
    justify-content: space-between;
  }

  .pager-next {
    margin-inline-start: auto;
  }
`;

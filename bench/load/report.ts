import { spreadOf } from './statistics.ts';

/** Prints rows as a Markdown table, the first as its head: what docs/performance.md holds is copied from here. */
export function printTable(rows: readonly (readonly string[])[]): void {
  const columns = rows[0]?.length ?? 0;
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  rows.forEach((row, index) => {
    console.log(line(widths.map((width, column) => (row[column] ?? '').padEnd(width))));
    if (index === 0) console.log(line(widths.map((width) => '-'.repeat(width))));
  });
  console.log('');
}

export function ms(value: number): string {
  return value.toFixed(value < 0.1 ? 3 : 2);
}

/** The median of the ratios within each round, and the least and the greatest of them. */
export function ratioCells(these: readonly number[], those: readonly number[]): string[] {
  const ratios = these.map((value, round) => value / (those[round] ?? Number.NaN));
  const { median, min, max } = spreadOf(ratios);
  return [median.toFixed(2), `${min.toFixed(2)} to ${max.toFixed(2)}`];
}

export function medianOf(values: readonly number[]): number {
  return spreadOf(values).median;
}

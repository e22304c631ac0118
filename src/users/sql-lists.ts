/** Below what any database limits a statement to, and few enough that one statement stays short. */
const ROWS_PER_STATEMENT = 400;

/** Lists of any length, in parts that one statement takes. */
export function chunksOf<T>(items: readonly T[]): T[][] {
  const count = Math.ceil(items.length / ROWS_PER_STATEMENT);
  return Array.from({ length: count }, (_, index) =>
    items.slice(index * ROWS_PER_STATEMENT, (index + 1) * ROWS_PER_STATEMENT),
  );
}

/** `?, ?, ?` */
export function placeholders(count: number): string {
  return Array<string>(count).fill('?').join(', ');
}

/** `(?, ?), (?, ?)` */
export function rowsOf(rows: number, columns: number): string {
  return Array<string>(rows)
    .fill(`(${placeholders(columns)})`)
    .join(', ');
}

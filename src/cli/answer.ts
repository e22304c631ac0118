/** What a command found or did: for programs, and for people. */
export interface Answer {
  /** Printed with --json. Null: the command has written its output itself. */
  readonly json: unknown;
  /** Printed otherwise, a line each. */
  readonly lines: readonly string[];
  /** For people at a terminal, on stderr, so that it never mixes with what is piped on. */
  readonly notes?: readonly string[];
  readonly exitCode?: number; // 0
}

/** Lines with columns under each other. An empty list says so. */
export function table(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  whenEmpty: string,
): string[] {
  if (rows.length === 0) return [whenEmpty];
  const cells = [header.map((name) => name.toUpperCase()), ...rows].map((row) =>
    row.map(printable),
  );
  const widths = header.map((_, column) =>
    Math.max(...cells.map((row) => (row[column] ?? '').length)),
  );
  return cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** `name   value` lines; values of several lines stand under each other. */
export function keyValues(
  pairs: readonly (readonly [string, string | readonly string[]])[],
): string[] {
  const width = Math.max(...pairs.map(([name]) => name.length)) + 2;
  return pairs.flatMap(([name, value]) =>
    (typeof value === 'string' ? [value] : value).map((line, index) =>
      `${(index === 0 ? name : '').padEnd(width)}${printable(line)}`.trimEnd(),
    ),
  );
}

/** Names come from outside: none may move a terminal's cursor or turn a line's direction. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\u{FFFD}');
}

export function isoTime(timeMs: number): string {
  return new Date(timeMs).toISOString();
}

export function isoTimeOrNull(timeMs: number | null): string | null {
  return timeMs === null ? null : isoTime(timeMs);
}

/** For people: to the minute, and in UTC like everything that we write. */
export function shortTime(timeMs: number | null): string {
  return timeMs === null ? '-' : `${isoTime(timeMs).slice(0, 16).replace('T', ' ')} UTC`;
}

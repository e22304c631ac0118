/** Reads RFC 4180 strictly: an unquoted cell with a quotation mark or a line break in it is an error. */
export function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let rest = text;
  let row: string[] = [];
  while (rest !== '') {
    const cell = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/.exec(rest);
    if (!cell) throw new Error(`not CSV: ${JSON.stringify(rest.slice(0, 80))}`);
    row.push(cell[1]?.replaceAll('""', '"') ?? cell[2] ?? '');
    if (cell[3] === '\r\n') {
      rows.push(row);
      row = [];
    }
    rest = rest.slice(cell[0].length);
  }
  if (row.length > 0) throw new Error('the last row does not end');
  return rows;
}

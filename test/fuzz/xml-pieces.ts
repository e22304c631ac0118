/** Where an element of a genuine message stands in its text. */
export interface Piece {
  readonly name: string; // with its prefix
  readonly start: number;
  readonly headEnd: number; // after the `>` of its start tag
  readonly end: number;
}

/** The elements of a text, as far as its tags nest: the text may be a mutant already. */
export function piecesOf(xml: string): Piece[] {
  const pieces: Piece[] = [];
  const open: Omit<Piece, 'end'>[] = [];
  for (const { 0: tag, 1: slash, 2: name = '', index } of xml.matchAll(/<(\/?)([\w:]+)[^<>]*>/g)) {
    const end = index + tag.length;
    if (slash === '' && tag.endsWith('/>')) pieces.push({ name, start: index, headEnd: end, end });
    else if (slash === '') open.push({ name, start: index, headEnd: end });
    else {
      const opened = open.pop();
      if (opened) pieces.push({ ...opened, end });
    }
  }
  return pieces;
}

export function splice(text: string, start: number, length: number, inserted: string): string {
  return text.slice(0, start) + inserted + text.slice(start + length);
}

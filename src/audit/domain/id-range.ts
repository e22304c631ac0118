/** Where reading goes on: after the event with this id, away from now (`older`) or towards it (`newer`). */
export interface AuditPlace {
  readonly direction: 'older' | 'newer';
  readonly id: string;
}

export interface IdRange {
  readonly direction: 'older' | 'newer';
  readonly above: { readonly id: string; readonly isIncluded: boolean } | null;
  readonly below: string | null; // excluded
}

/**
 * The ids to read, with at most one bound on each side: given two, SQLite steps through all that lies between them.
 * @param fromId first id of the time range, included
 * @param toId first id after it
 */
export function idRange(
  fromId: string | null,
  toId: string | null,
  place: AuditPlace | null,
): IdRange {
  const from = fromId === null ? null : { id: fromId, isIncluded: true };
  if (place === null) return { direction: 'older', above: from, below: toId };
  if (place.direction === 'older') {
    const below = toId !== null && toId < place.id ? toId : place.id;
    return { direction: 'older', above: from, below };
  }
  const isPastStart = fromId === null || place.id >= fromId;
  const above = isPastStart ? { id: place.id, isIncluded: false } : from;
  return { direction: 'newer', above, below: toId };
}

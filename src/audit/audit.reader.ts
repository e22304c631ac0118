import { Injectable } from '@nestjs/common';
import { Clock, firstUuidAt, type Queryable, timeOfUuidMs } from '../database/index.js';
import { decodeCursor, encodeCursor, ProblemError } from '../http/index.js';
import {
  type ComparedRow,
  type RangeQuery,
  rowOfTenant,
  rowsById,
  rowsToCompare,
  type Statement,
  wholeRows,
} from './audit.sql.js';
import type { AuditRecord } from './domain/audit-event.js';
import { type AuditFilters, chooseIndex, type Wanted } from './domain/choose-index.js';
import { type AuditPlace, type IdRange, idRange } from './domain/id-range.js';
import { timeOfReferenceMs } from './domain/reference.js';

export interface AuditPage {
  /** Newest first. */
  readonly rows: readonly AuditRecord[];
  /** Leads to older events. Null: there are none. */
  readonly olderCursor: string | null;
  /** Leads to newer events, once there are any. Null: nothing was found to be newer than. */
  readonly newerCursor: string | null;
  /** Set where the search stopped for this time with a page not full: up to there nothing else is wanted. */
  readonly searchedToMs: number | null;
}

/** What one page may read of rows that no index can tell from the wanted ones: some 20 ms of database time. */
const MAX_COMPARED = 5_000;
const COMPARED_AT_ONCE = 1_000;
const LAST_TIME_MS = 2 ** 48 - 1; // what a UUIDv7 can say
const EXPORT_ROWS = 500;
const SUMMARISED_WITHIN_MS = 10 * 60_000; // a minute and some seconds, but for an outage
const MAX_SUMMARIES = 200;

/** Reads the log of one tenant. Pages go by key, so that they stay quick at any depth and steady while events arrive. */
@Injectable()
export class AuditReader {
  constructor(private readonly clock: Clock) {}

  /**
   * One page of the events that match all filters.
   * @param cursor of a page before, or null for the newest
   * @throws ProblemError 400 where the cursor is none of ours
   */
  async page(
    q: Queryable,
    tenantId: string,
    filters: AuditFilters,
    cursor: string | null,
    limit: number,
  ): Promise<AuditPage> {
    const place = cursor === null ? null : readCursor(cursor);
    const range = this.rangeOf(filters, place);
    const wanted = wantedOf(filters);
    const query = { dialect: q.dialect, tenantId, wanted, choice: chooseIndex(wanted), range };
    const found =
      query.choice.rest.length === 0
        ? await readExactly({ ...query, limit }, q)
        : await readComparing({ ...query, limit }, q);
    return pageOf(found, range.direction, place);
  }

  /** One event of the tenant, by its id. */
  async find(q: Queryable, tenantId: string, id: string): Promise<AuditRecord | null> {
    const rows = await run<AuditRecord>(q, rowOfTenant(tenantId, id));
    return rows[0] ?? null;
  }

  /**
   * The summaries that may stand for the event with this number, where a flood left it without a row of its own: written
   * soon after, by reasons that were met at that time.
   */
  async summariesOf(q: Queryable, tenantId: string, reference: string): Promise<AuditRecord[]> {
    const timeMs = timeOfReferenceMs(reference, this.clock.nowMs());
    const filters = {
      type: 'sign_in_summary',
      fromMs: timeMs,
      toMs: timeMs + SUMMARISED_WITHIN_MS,
    };
    const { rows } = await this.page(q, tenantId, filters, null, MAX_SUMMARIES);
    return rows.filter(({ details }) => {
      const { firstAtMs, lastAtMs } = JSON.parse(details) as Record<string, number | undefined>;
      return (firstAtMs ?? Infinity) <= timeMs && timeMs <= (lastAtMs ?? -Infinity);
    });
  }

  /** All events that match, newest first, a batch at a time: what arrives meanwhile is not among them. */
  async *walk(
    q: Queryable,
    tenantId: string,
    filters: AuditFilters,
  ): AsyncGenerator<readonly AuditRecord[], void, undefined> {
    let cursor: string | null = null;
    do {
      const page: AuditPage = await this.page(q, tenantId, filters, cursor, EXPORT_ROWS);
      if (page.rows.length > 0) yield page.rows;
      cursor = page.olderCursor;
    } while (cursor !== null);
  }

  private rangeOf(filters: AuditFilters, place: AuditPlace | null): IdRange {
    let { fromMs = null, toMs = null } = filters;
    if (filters.reference !== undefined) {
      const timeMs = timeOfReferenceMs(filters.reference, this.clock.nowMs());
      fromMs = Math.max(fromMs ?? 0, timeMs);
      toMs = Math.min(toMs ?? LAST_TIME_MS, timeMs + 1);
    }
    return idRange(firstIdAt(fromMs), firstIdAt(toMs), place);
  }
}

interface Found {
  readonly rows: readonly AuditRecord[]; // in the order of reading
  /** The id after which reading goes on; null: the end was reached. */
  readonly nextAfter: string | null;
  readonly isCutShort: boolean;
}

/** The index knows all that is asked: one row more than the page tells whether there are more. */
async function readExactly(query: RangeQuery, q: Queryable): Promise<Found> {
  const { limit } = query;
  const read = await run<AuditRecord>(q, wholeRows({ ...query, limit: limit + 1 }));
  const rows = read.slice(0, limit);
  const nextAfter = read.length > limit ? (rows.at(-1)?.id ?? null) : null;
  return { rows, nextAfter, isCutShort: false };
}

/** Compares what the index leaves open in narrow rows, then fetches the wanted ones whole. */
async function readComparing(query: RangeQuery, q: Queryable): Promise<Found> {
  const { limit, choice, wanted } = query;
  const ids: string[] = [];
  let range = query.range;
  let chunk = 2 * (limit + 1);
  for (let compared = 0; ids.length <= limit; compared += chunk, chunk = COMPARED_AT_ONCE) {
    if (compared >= MAX_COMPARED) {
      const nextAfter = range.direction === 'older' ? range.below : (range.above?.id ?? null);
      return { rows: await fetchRows(q, ids, range), nextAfter, isCutShort: true };
    }
    const rows = await run<ComparedRow>(q, rowsToCompare({ ...query, range, limit: chunk }));
    for (const row of rows) {
      if (choice.rest.every((field) => row[field] === wanted[field])) ids.push(row.id);
    }
    const last = rows.at(-1);
    if (rows.length < chunk || !last) break;
    range = idRangeAfter(range, last.id);
  }
  const isMore = ids.length > limit;
  const page = ids.slice(0, limit);
  const nextAfter = isMore ? (page.at(-1) ?? null) : null;
  return { rows: await fetchRows(q, page, range), nextAfter, isCutShort: false };
}

function idRangeAfter(range: IdRange, id: string): IdRange {
  return range.direction === 'older'
    ? { ...range, below: id }
    : { ...range, above: { id, isIncluded: false } };
}

async function fetchRows(
  q: Queryable,
  ids: readonly string[],
  { direction }: IdRange,
): Promise<AuditRecord[]> {
  if (ids.length === 0) return [];
  const rows = await run<AuditRecord>(q, rowsById(q.dialect, ids));
  const sign = direction === 'older' ? -1 : 1;
  return rows.sort((a, b) => (a.id < b.id ? -sign : sign));
}

function pageOf(
  found: Found,
  direction: IdRange['direction'],
  place: AuditPlace | null,
): AuditPage {
  const { rows, nextAfter, isCutShort } = found;
  const newestFirst = direction === 'older' ? rows : rows.toReversed();
  const newest = newestFirst[0]?.id ?? null;
  const oldest = newestFirst.at(-1)?.id ?? null;
  const searchedToMs = isCutShort && nextAfter !== null ? timeOfUuidMs(nextAfter) : null;
  if (direction === 'older') {
    const olderCursor = cursorOf('older', nextAfter);
    return { rows: newestFirst, olderCursor, newerCursor: cursorOf('newer', newest), searchedToMs };
  }
  const newerCursor = cursorOf('newer', nextAfter ?? newest ?? place?.id ?? null);
  return { rows: newestFirst, olderCursor: cursorOf('older', oldest), newerCursor, searchedToMs };
}

function wantedOf(filters: AuditFilters): Wanted {
  const fields = Object.entries(filters).filter(([name]) => name !== 'fromMs' && name !== 'toMs');
  const wanted = Object.fromEntries(fields) as Wanted;
  if (wanted.person === undefined) return wanted;
  return { ...wanted, person: wanted.person.toLowerCase() };
}

function firstIdAt(timeMs: number | null): string | null {
  return timeMs === null ? null : firstUuidAt(Math.min(Math.max(timeMs, 0), LAST_TIME_MS));
}

function cursorOf(direction: AuditPlace['direction'], id: string | null): string | null {
  return id === null ? null : encodeCursor([direction, id]);
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

function readCursor(text: string): AuditPlace {
  const [direction, id] = decodeCursor(text, 2);
  if ((direction === 'older' || direction === 'newer') && typeof id === 'string' && UUID.test(id))
    return { direction, id };
  throw new ProblemError(
    400,
    'cursor_malformed',
    'The cursor is not one of ours: start from the first page.',
  );
}

function run<Row extends object>(q: Queryable, statement: Statement): Promise<Row[]> {
  return q.query<Row>(statement.sql, statement.parameters);
}

import { isIP } from 'node:net';
import { type AuditFilters, auditOutcomes, auditTypes } from '../../audit/index.js';
import { type AuditFilter, NO_AUDIT_FILTER } from '../../pages/index.js';

export interface ReadFilter {
  /** As it was typed, to be shown again. */
  readonly typed: AuditFilter;
  /** What of it can be applied. */
  readonly filters: AuditFilters;
  /** What is wrong with the rest, by field. */
  readonly problems: Readonly<Partial<Record<keyof AuditFilter, string>>>;
}

type Field = keyof AuditFilter;
type Reading = { readonly filters: AuditFilters } | { readonly problem: string };

const MAX_LENGTH = 512;

const readers: Readonly<Record<Field, (text: string) => Reading>> = {
  from: (text) => timeOr('from', text, (filters) => ({ fromMs: filters.startMs })),
  to: (text) => timeOr('to', text, (filters) => ({ toMs: filters.endMs })),
  person: (text) => ({ filters: { person: text } }),
  outcome: (text) =>
    (auditOutcomes as readonly string[]).includes(text)
      ? { filters: { outcome: text } }
      : { problem: `Outcome is one of ${auditOutcomes.join(', ')}.` },
  type: (text) =>
    (auditTypes as readonly string[]).includes(text)
      ? { filters: { type: text } }
      : { problem: 'Event is none that is recorded: choose one of the list.' },
  reason: (text) =>
    /^[a-z][a-z0-9_]{0,59}$/.test(text)
      ? { filters: { reason: text } }
      : { problem: 'Reason is a code such as user_suspended: choose one of the list.' },
  ip: (text) =>
    isIP(text) === 0
      ? { problem: 'IP address is a whole address such as 203.0.113.9 or 2001:db8::7.' }
      : { filters: { ip: text.toLowerCase() } },
};

/** Reads the audit page's query. Blank fields are not given; a bad one leaves the others in force. */
export function readFilter(query: Readonly<Record<string, unknown>>): ReadFilter {
  const typed: Record<Field, string> = { ...NO_AUDIT_FILTER };
  const problems: Partial<Record<Field, string>> = {};
  let filters: AuditFilters = {};
  for (const field of Object.keys(readers) as Field[]) {
    const value = query[field];
    if (value === undefined) continue;
    if (typeof value !== 'string' || value.length > MAX_LENGTH) {
      problems[field] = `The value of "${field}" is too long, or there are several.`;
      continue;
    }
    typed[field] = value.trim();
    if (typed[field] === '') continue;
    const reading = readers[field](typed[field]);
    if ('problem' in reading) problems[field] = reading.problem;
    else filters = { ...filters, ...reading.filters };
  }
  const { fromMs, toMs } = filters;
  if (fromMs !== undefined && toMs !== undefined && fromMs >= toMs)
    problems.to = 'To is not after From: nothing lies between them.';
  return { typed, filters, problems };
}

interface Period {
  readonly startMs: number;
  readonly endMs: number;
}

function timeOr(
  field: 'from' | 'to',
  text: string,
  filtersOf: (period: Period) => AuditFilters,
): Reading {
  const period = readPeriod(text);
  const name = field === 'from' ? 'From' : 'To';
  return period
    ? { filters: filtersOf(period) }
    : { problem: `${name} is a time in UTC such as 2026-11-24T14:05, or a day.` };
}

const DAY_MS = 86_400_000;

/** A time, UTC, as a browser's field writes it; or a day, which as an end includes itself. */
function readPeriod(text: string): Period | null {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)Z?)?$/.exec(text);
  if (!match) return null;
  const [, day = '', time] = match;
  const startMs = Date.parse(`${day}T${time ?? '00:00'}Z`);
  // 31 February is read as 3 March: only what comes out as it went in is a day.
  if (!(startMs >= 0) || !new Date(startMs).toISOString().startsWith(day)) return null;
  return { startMs, endMs: time === undefined ? startMs + DAY_MS : startMs };
}

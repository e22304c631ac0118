import { stringify } from 'csv-stringify/sync';
import { auditEventJson } from './audit-event-json.js';
import type { AuditRecord } from './domain/audit-event.js';

export const exportFormats = ['csv', 'ndjson'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export interface ExportWriter {
  readonly contentType: string;
  /** What stands before the first row. */
  readonly head: string;
  readonly rows: (records: readonly AuditRecord[]) => string;
}

const CSV_COLUMNS = [
  'time',
  'type',
  'outcome',
  'reason',
  'person',
  'person_id',
  'actor_kind',
  'actor_id',
  'actor_label',
  'target_kind',
  'target_id',
  'target_label',
  'connection_id',
  'ip',
  'user_agent',
  'request_id',
  'reference',
  'id',
  'details',
];

export const exportWriters: Readonly<Record<ExportFormat, ExportWriter>> = {
  csv: {
    contentType: 'text/csv; charset=utf-8; header=present',
    // The byte order mark makes Excel read UTF-8; other readers know to skip it.
    head: `\uFEFF${csv([CSV_COLUMNS])}`,
    rows: (records) => csv(records.map(csvRow)),
  },
  ndjson: {
    contentType: 'application/x-ndjson; charset=utf-8',
    head: '',
    rows: (records) =>
      records.map((record) => `${JSON.stringify(auditEventJson(record))}\n`).join(''),
  },
};

/** In the order of CSV_COLUMNS. */
function csvRow(record: AuditRecord): (string | null)[] {
  return [
    new Date(record.timeMs).toISOString(),
    record.type,
    record.outcome,
    record.reason,
    record.person,
    record.personId,
    record.actorKind,
    record.actorId,
    record.actorLabel,
    record.targetKind,
    record.targetId,
    record.targetLabel,
    record.connectionId,
    record.ip,
    record.userAgent,
    record.requestId,
    record.reference,
    record.id,
    record.details,
  ];
}

/**
 * RFC 4180. A value that a spreadsheet would take for a formula gets an apostrophe before it (ASVS 1.2.10), also one
 * that hides it behind blanks or a line break, which some of them trim.
 */
function csv(rows: readonly (readonly (string | null)[])[]): string {
  return stringify(
    rows.map((row) => [...row]),
    {
      escape_formulas: true,
      record_delimiter: '\r\n',
      quoted_match: /[\r\n]/, // left to itself it quotes for the whole delimiter only, not for a bare line feed
      cast: { string: (value) => (/^\s/.test(value) ? `'${value}` : value) },
    },
  );
}

import type { Dialect, SqlValue } from '../database/index.js';
import type { AuditRecord } from './domain/audit-event.js';
import type { FilterField, IndexChoice, Wanted } from './domain/choose-index.js';
import type { IdRange } from './domain/id-range.js';

/** The columns by the names of an AuditRecord. */
const COLUMNS = {
  id: 'id',
  tenantId: 'tenant_id',
  timeMs: 'time_ms',
  type: 'type',
  outcome: 'outcome',
  reason: 'reason',
  actorKind: 'actor_kind',
  actorId: 'actor_id',
  actorLabel: 'actor_label',
  targetKind: 'target_kind',
  targetId: 'target_id',
  targetLabel: 'target_label',
  personId: 'person_id',
  person: 'person',
  connectionId: 'connection_id',
  ip: 'ip',
  userAgent: 'user_agent',
  requestId: 'request_id',
  reference: 'reference',
  details: 'details',
} as const satisfies Record<keyof AuditRecord, string>;

const WHOLE_ROW = Object.keys(COLUMNS) as (keyof AuditRecord)[];

export interface Statement {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
}

export interface RangeQuery {
  readonly dialect: Dialect;
  readonly tenantId: string;
  readonly wanted: Wanted;
  readonly choice: IndexChoice;
  readonly range: IdRange;
  readonly limit: number;
}

/** Whole rows of an index in its order. Reads exactly the rows that it returns. */
export function wholeRows(query: RangeQuery): Statement {
  return rangeOf(query, WHOLE_ROW);
}

/** The same, but only what is needed to decide which rows are wanted. */
export function rowsToCompare(query: RangeQuery): Statement {
  return rangeOf(query, ['id', ...query.choice.rest]);
}

export function rowsById(dialect: Dialect, ids: readonly string[]): Statement {
  const hint = dialect === 'mysql' ? ' FORCE INDEX (PRIMARY)' : '';
  const marks = ids.map(() => '?').join(', ');
  return {
    sql: `SELECT ${select(WHOLE_ROW)} FROM audit_events${hint} WHERE id IN (${marks})`,
    parameters: ids,
  };
}

export function rowOfTenant(tenantId: string, id: string): Statement {
  return {
    sql: `SELECT ${select(WHOLE_ROW)} FROM audit_events WHERE id = ? AND tenant_id = ?`,
    parameters: [id, tenantId],
  };
}

function rangeOf(query: RangeQuery, fields: readonly (keyof AuditRecord)[]): Statement {
  const { choice, range, wanted } = query;
  const conditions = ['tenant_id = ?'];
  const parameters: SqlValue[] = [query.tenantId];
  const add = (condition: string, value: SqlValue): void => {
    conditions.push(condition);
    parameters.push(value);
  };
  for (const field of choice.covered) add(`${COLUMNS[field]} = ?`, wanted[field] ?? null);
  if (range.above) add(range.above.isIncluded ? 'id >= ?' : 'id > ?', range.above.id);
  if (range.below !== null) add('id < ?', range.below);
  const order = range.direction === 'older' ? 'DESC' : 'ASC';
  const hint =
    query.dialect === 'mysql' ? `FORCE INDEX (${choice.index})` : `INDEXED BY ${choice.index}`;
  return {
    sql: `SELECT ${select(fields)} FROM audit_events ${hint} WHERE ${conditions.join(' AND ')} ORDER BY id ${order} LIMIT ?`,
    parameters: [...parameters, query.limit],
  };
}

function select(fields: readonly (keyof AuditRecord)[]): string {
  return fields.map((field) => `${COLUMNS[field]} AS ${field}`).join(', ');
}

/** A row of rowsToCompare. */
export type ComparedRow = Readonly<{ id: string } & Partial<Record<FilterField, string | null>>>;

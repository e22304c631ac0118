import type { AuditRecord } from './domain/audit-event.js';
import type { AuditFilters } from './domain/choose-index.js';

/** An event as programs get it: in the NDJSON export and over the API. */
export interface AuditEventJson {
  readonly id: string;
  readonly time: string; // ISO 8601, UTC, milliseconds
  readonly tenantId: string;
  readonly type: string;
  readonly outcome: string;
  readonly reason: string | null;
  readonly actor: {
    readonly kind: string;
    readonly id: string | null;
    readonly label: string | null;
  };
  readonly target: {
    readonly kind: string;
    readonly id: string | null;
    readonly label: string | null;
  } | null;
  readonly personId: string | null;
  readonly person: string | null;
  readonly connectionId: string | null;
  readonly ip: string;
  readonly userAgent: string;
  readonly requestId: string;
  readonly reference: string;
  /** Printed again as RFC 8785, this gives the stored bytes. */
  readonly details: Readonly<Record<string, unknown>>;
}

export function auditEventJson(record: AuditRecord): AuditEventJson {
  const { targetKind } = record;
  return {
    id: record.id,
    time: new Date(record.timeMs).toISOString(),
    tenantId: record.tenantId,
    type: record.type,
    outcome: record.outcome,
    reason: record.reason,
    actor: { kind: record.actorKind, id: record.actorId, label: record.actorLabel },
    target:
      targetKind === null
        ? null
        : { kind: targetKind, id: record.targetId, label: record.targetLabel },
    personId: record.personId,
    person: record.person,
    connectionId: record.connectionId,
    ip: record.ip,
    userAgent: record.userAgent,
    requestId: record.requestId,
    reference: record.reference,
    details: detailsOf(record),
  };
}

export function detailsOf(record: AuditRecord): Readonly<Record<string, unknown>> {
  return JSON.parse(record.details) as Readonly<Record<string, unknown>>;
}

/** Filters as the details of an event hold them, when the log itself was read. */
export function filtersAsDetails(filters: AuditFilters): Readonly<Record<string, string>> {
  const { fromMs, toMs, ...fields } = filters;
  return {
    ...(fields as Readonly<Record<string, string>>),
    ...(fromMs === undefined ? {} : { from: new Date(fromMs).toISOString() }),
    ...(toMs === undefined ? {} : { to: new Date(toMs).toISOString() }),
  };
}

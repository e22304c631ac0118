import { type AuditRecord, detailsOf } from '../../audit/index.js';
import type { AuditEventView, AuditRow, Outcome } from '../../pages/index.js';

type ActorKind = AuditRow['actor']['kind'];

/** An event as a line of the list. */
export function auditRow(record: AuditRecord): AuditRow {
  return {
    id: record.id,
    timeMs: record.timeMs,
    type: record.type,
    outcome: record.outcome as Outcome,
    reason: record.reason,
    actor: { kind: record.actorKind as ActorKind, label: record.actorLabel },
    person: record.person,
    targetLabel: record.targetLabel,
    note: noteOf(record),
    ip: orNull(record.ip),
  };
}

/** An event with everything that is kept of it. */
export function auditEventView(record: AuditRecord): AuditEventView {
  return {
    id: record.id,
    timeMs: record.timeMs,
    type: record.type,
    outcome: record.outcome as Outcome,
    reason: record.reason,
    reference: record.reference,
    actor: {
      kind: record.actorKind as ActorKind,
      id: record.actorId,
      label: record.actorLabel,
    },
    target:
      record.targetKind === null
        ? null
        : { kind: record.targetKind, id: record.targetId, label: record.targetLabel },
    person: record.person,
    personId: record.personId,
    connectionId: record.connectionId,
    ip: orNull(record.ip),
    userAgent: orNull(record.userAgent),
    requestId: orNull(record.requestId),
    details: detailsOf(record),
  };
}

/** What one must know of such an event before opening it. */
function noteOf(record: AuditRecord): string | null {
  if (record.type !== 'sign_in_summary') return null;
  const { count, networks, networksAreMore } = detailsOf(record);
  const from = `${networksAreMore === true ? 'at least ' : ''}${String(networks)}`;
  return `${String(count)} more refusals, from ${from} ${networks === 1 ? 'network' : 'networks'}`;
}

function orNull(text: string): string | null {
  return text === '' ? null : text;
}

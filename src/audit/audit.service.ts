import { Injectable } from '@nestjs/common';
import { Clock, type SqlValue, timeOfUuidMs, type Transaction, uuidv7 } from '../database/index.js';
import type { NewAuditEvent } from './domain/audit-event.js';
import { referenceOf } from './domain/reference.js';
import { clip, detailsText } from './domain/stored-text.js';

const INSERT = `INSERT INTO audit_events (id, tenant_id, time_ms, type, outcome, reason, actor_kind, actor_id, actor_label,
  target_kind, target_id, target_label, person_id, person, connection_id, ip, user_agent, request_id, reference, details)
  VALUES `;
const ROW = '(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)';
/** With the longest details a statement stays below 1 MiB, whatever a database takes at once. */
const ROWS_PER_STATEMENT = 50;

/** Writes the log, always inside the transaction of what is recorded: both are kept, or neither. */
@Injectable()
export class AuditService {
  private readonly listeners: ((event: NewAuditEvent) => void)[] = [];
  private readonly appended = new WeakMap<Transaction, SqlValue[][]>();

  constructor(private readonly clock: Clock) {}

  /** Calls `listener` with every event that this process wrote, once it is kept. */
  onKept(listener: (event: NewAuditEvent) => void): void {
    this.listeners.push(listener);
  }

  /**
   * Written when the transaction's work is done, all of its events in one insert.
   * @returns the event's id; `referenceOf` makes the number that people are shown
   */
  append(tx: Transaction, event: NewAuditEvent): Promise<string> {
    const id = this.idFor(event);
    this.rowsOf(tx).push(rowOf(id, event));
    this.tellWhenKept(tx, event);
    return Promise.resolve(id);
  }

  /** Like append, for work that may run again after a COMMIT of unknown outcome: the same id is written once. */
  async appendOnce(tx: Transaction, event: NewAuditEvent & { readonly id: string }): Promise<void> {
    await tx.insertUnlessDuplicate(INSERT + ROW, rowOf(event.id, event));
    this.tellWhenKept(tx, event);
  }

  private rowsOf(tx: Transaction): SqlValue[][] {
    const known = this.appended.get(tx);
    if (known) return known;
    const rows: SqlValue[][] = [];
    this.appended.set(tx, rows);
    tx.beforeCommit(() => insert(tx, rows));
    return rows;
  }

  private tellWhenKept(tx: Transaction, event: NewAuditEvent): void {
    tx.afterCommit(() => {
      for (const listener of this.listeners) listener(event);
    });
  }

  /** The id that an event will have. */
  idFor(event: NewAuditEvent): string {
    return event.id ?? uuidv7(event.timeMs ?? this.clock.nowMs());
  }
}

async function insert(tx: Transaction, rows: readonly SqlValue[][]): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_PER_STATEMENT) {
    const part = rows.slice(from, from + ROWS_PER_STATEMENT);
    await tx.execute(INSERT + part.map(() => ROW).join(', '), part.flat());
  }
}

/** In the order of INSERT. Whatever is longer than its column is clipped: a hostile value must not cost us the event. */
function rowOf(id: string, event: NewAuditEvent): SqlValue[] {
  const { actor, target, origin } = event;
  return [
    id,
    event.tenantId,
    timeOfUuidMs(id),
    event.type,
    event.outcome,
    clipped(event.reason, 60),
    actor.kind,
    clipped(actor.id, 36),
    clipped(actor.label, 512),
    clipped(target?.kind, 20),
    clipped(target?.id, 64),
    clipped(target?.label, 512),
    clipped(event.personId, 36),
    clipped(event.person?.toLowerCase(), 512),
    clipped(event.connectionId, 36),
    clip(origin.ip, 45),
    clip(origin.userAgent, 512),
    clip(origin.requestId, 64),
    referenceOf(id),
    detailsText(event.details ?? {}),
  ];
}

function clipped(text: string | undefined, maxLength: number): string | null {
  return text === undefined ? null : clip(text, maxLength);
}

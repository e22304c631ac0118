import { Injectable } from '@nestjs/common';
import { type Attribution, AuditService } from '../audit/index.js';
import { Clock, type Transaction } from '../database/index.js';
import { UserError } from '../errors/index.js';
import type { ConnectionSettings } from './connection-settings.js';
import type { Connection } from './connection.js';
import { getOne } from './connections.read.js';
import {
  type Changes,
  changesIn,
  fieldsOf,
  lockTenant,
  updatedEvent,
  writeChanges,
} from './connections.write.js';
import { checkedSubjectSource } from './subject-source.js';

const DAY_MS = 86_400_000;
const JUDGING: readonly (keyof Changes)[] = [
  'signedElement',
  'subjectSource',
  'sha1UntilMs',
  'encryption',
  'authnContext',
  'forceAuthn',
  'idpInitiated',
];
const MAX_SHA1_DAYS = 366;

/** Changes what is the administrator's to decide about a connection. */
@Injectable()
export class ConnectionsUpdate {
  constructor(
    private readonly clock: Clock,
    private readonly audit: AuditService,
  ) {}

  /**
   * Nothing differs: nothing is written, no event.
   * @param seenMs `updatedAtMs` of the connection that the settings were chosen for; absent: whatever it is
   * @throws UserError where the connection's state forbids it, or it was changed since
   */
  async update(
    tx: Transaction,
    tenantId: string,
    connectionId: string,
    settings: Partial<ConnectionSettings>,
    by: Attribution,
    seenMs?: number,
  ): Promise<Connection> {
    await lockTenant(tx, tenantId);
    const connection = await getOne(tx, tenantId, connectionId);
    if (seenMs !== undefined && seenMs !== connection.updatedAtMs) {
      throw new UserError(
        'connection_changed',
        'Somebody else changed the connection meanwhile: look at it again.',
        409,
      );
    }
    const nowMs = this.clock.nowMs();
    const changes = changesIn(connection, wantedChanges(connection, settings, nowMs));
    if (fieldsOf(changes).length === 0) return connection;
    const all = isJudgedByOthers(changes)
      ? { ...changes, version: connection.version + 1 }
      : changes;
    await writeChanges(tx, connection, all, nowMs);
    await this.audit.append(tx, updatedEvent(connection, all, by, nowMs));
    return { ...connection, ...all, updatedAtMs: nowMs };
  }
}

function wantedChanges(
  connection: Connection,
  { adoptsByUpnDays, subjectSource, ...rest }: Partial<ConnectionSettings>,
  nowMs: number,
): Changes {
  // A form sends back what it showed: an exception that has ended since is no change.
  if (rest.sha1UntilMs !== connection.sha1UntilMs) requireNearEnd(rest.sha1UntilMs, nowMs);
  return {
    ...rest,
    ...(subjectSource === undefined
      ? {}
      : { subjectSource: changeableSubjectSource(connection, subjectSource) }),
    ...(adoptsByUpnDays === undefined
      ? {}
      : { adoptsByUpnUntilMs: adoptsByUpnDays === 0 ? null : nowMs + adoptsByUpnDays * DAY_MS }),
  };
}

function changeableSubjectSource(connection: Connection, wanted: string): string {
  const subjectSource = checkedSubjectSource(wanted, connection.entraTenantId);
  if (connection.state === 'draft' || subjectSource === connection.subjectSource)
    return subjectSource;
  throw new UserError(
    'subject_source_fixed',
    'The subject source is fixed once a connection was activated, because every account is keyed on it.',
    409,
  );
}

/** An exception has an end: forgotten, it would outlive everybody who knew why it was made. */
function requireNearEnd(sha1UntilMs: number | null | undefined, nowMs: number): void {
  if (sha1UntilMs === undefined || sha1UntilMs === null) return;
  if (sha1UntilMs > nowMs && sha1UntilMs <= nowMs + MAX_SHA1_DAYS * DAY_MS) return;
  throw new UserError(
    'setting_malformed',
    `sha1_until is a day from today on, at most ${MAX_SHA1_DAYS} days ahead. Better: let the IdP sign with SHA-256.`,
  );
}

/** A sign-in that was begun under the old rules starts again. */
function isJudgedByOthers(changes: Changes): boolean {
  return JUDGING.some((field) => changes[field] !== undefined);
}

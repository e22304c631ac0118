import type { Attribution, AuditTarget, NewAuditEvent } from '../audit/index.js';
import type { SqlValue, Transaction } from '../database/index.js';
import type { Connection } from './connection.js';

/** The columns that may change after a connection was made, each with its name in the table. */
const COLUMNS = {
  version: 'version',
  name: 'name',
  ssoRedirectUrl: 'sso_redirect_url',
  ssoPostUrl: 'sso_post_url',
  sloRedirectUrl: 'slo_redirect_url',
  sloPostUrl: 'slo_post_url',
  metadataUrl: 'metadata_url',
  entraTenantId: 'entra_tenant_id',
  subjectSource: 'subject_source',
  signedElement: 'signed_element',
  clockSkewSeconds: 'clock_skew_seconds',
  groupsOverage: 'groups_overage',
  singleLogout: 'single_logout',
  sloAnswer: 'slo_answer',
  sloRedirectResponseUrl: 'slo_redirect_response_url',
  sloPostResponseUrl: 'slo_post_response_url',
  adoptsByUpnUntilMs: 'adopts_by_upn_until_ms',
  sha1UntilMs: 'sha1_until_ms',
  encryption: 'encryption',
  nameIdFormat: 'name_id_format',
  authnContext: 'authn_context',
  forceAuthn: 'force_authn',
  loginHint: 'login_hint',
  signRequests: 'sign_requests',
  idpInitiated: 'idp_initiated',
} as const satisfies Partial<Record<keyof Connection, string>>;

export type ChangeableField = keyof typeof COLUMNS;
export type Changes = Partial<Pick<Connection, ChangeableField>>;

/** Only one transaction at a time changes the connections of a tenant: which one is active is a fact about all of them. */
export async function lockTenant(tx: Transaction, tenantId: string): Promise<void> {
  await tx.query(`SELECT id FROM tenants WHERE id = ?${tx.forUpdate}`, [tenantId]);
}

/** What of `wanted` is another value than the connection has. */
export function changesIn(connection: Connection, wanted: Changes): Changes {
  return Object.fromEntries(
    fieldsOf(wanted).flatMap((field) =>
      wanted[field] === connection[field] ? [] : [[field, wanted[field]]],
    ),
  );
}

export function fieldsOf(changes: Changes): ChangeableField[] {
  return (Object.keys(COLUMNS) as ChangeableField[]).filter(
    (field) => changes[field] !== undefined,
  );
}

export async function writeChanges(
  tx: Transaction,
  connection: Connection,
  changes: Changes,
  nowMs: number,
): Promise<void> {
  const fields = fieldsOf(changes);
  const assignments = [...fields.map((field) => COLUMNS[field]), 'updated_at_ms'];
  const values: SqlValue[] = [...fields.map((field) => changes[field] ?? null), nowMs];
  await tx.execute(
    `UPDATE connections SET ${assignments.map((column) => `${column} = ?`).join(', ')} WHERE id = ?`,
    [...values, connection.id],
  );
}

/** The event of a change, with what was before and what is now. */
export function updatedEvent(
  connection: Connection,
  changes: Changes,
  by: Attribution,
  timeMs: number,
): NewAuditEvent {
  const before = Object.fromEntries(fieldsOf(changes).map((field) => [field, connection[field]]));
  return {
    ...eventAbout(connection, by, timeMs),
    type: 'connection.updated',
    details: { before, after: { ...changes } },
  };
}

export function eventAbout(
  connection: Pick<Connection, 'id' | 'tenantId' | 'name'>,
  by: Attribution,
  timeMs: number,
): Omit<NewAuditEvent, 'type'> {
  return {
    tenantId: connection.tenantId,
    timeMs,
    outcome: 'done',
    actor: by.actor,
    origin: by.origin,
    target: targetOf(connection),
    connectionId: connection.id,
  };
}

function targetOf(connection: Pick<Connection, 'id' | 'name'>): AuditTarget {
  return { kind: 'connection', id: connection.id, label: connection.name };
}

import type { Queryable, Transaction } from '../database/index.js';
import type { Validators } from '../outbound/index.js';
import { LEASE_MS } from './domain/refresh-times.js';

/** What is known of the document that a connection is kept up to date by. */
export interface MetadataState {
  readonly connectionId: string;
  readonly tenantId: string;
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** Of the last good document. */
  readonly documentSha256Hex: string | null;
  readonly validUntilMs: number | null;
  readonly checkedAtMs: number | null;
  readonly lastGoodAtMs: number | null;
  /** Null: never by itself. */
  readonly nextAtMs: number | null;
  readonly leaseId: string | null;
  readonly lastProblem: string | null;
  readonly lastProblemText: string | null;
  readonly staleDaysTold: number;
  /** The certificate whose key must have signed the document; null: the address is trusted, by TLS. */
  readonly trustAnchorDerBase64: string | null;
}

/** A good document, as far as it is kept. */
export interface GoodDocument {
  readonly validators: Validators;
  readonly sha256Hex: string | null;
  readonly validUntilMs: number | null;
}

const SELECT = `SELECT m.connection_id AS connectionId, m.tenant_id AS tenantId, m.etag AS etag,
    m.last_modified AS lastModified, m.document_sha256_hex AS documentSha256Hex, m.valid_until_ms AS validUntilMs,
    m.checked_at_ms AS checkedAtMs, m.last_good_at_ms AS lastGoodAtMs, m.next_at_ms AS nextAtMs, m.lease_id AS leaseId,
    m.last_problem AS lastProblem, m.last_problem_text AS lastProblemText, m.stale_days_told AS staleDaysTold,
    m.trust_anchor_der_base64 AS trustAnchorDerBase64
  FROM connection_metadata m`;

export async function readState(
  q: Queryable,
  tenantId: string,
  connectionId: string,
): Promise<MetadataState | null> {
  const where = 'WHERE m.connection_id = ? AND m.tenant_id = ?';
  return (await q.query<MetadataState>(`${SELECT} ${where}`, [connectionId, tenantId]))[0] ?? null;
}

/** Of all tenants, the longest overdue first: background work, by the index of what is due. */
export function readDue(q: Queryable, nowMs: number, limit: number): Promise<MetadataState[]> {
  // In this order: with few connections an optimizer reads all of them instead.
  const join = q.dialect === 'mysql' ? 'STRAIGHT_JOIN' : 'CROSS JOIN';
  return q.query<MetadataState>(
    `${SELECT} ${join} connections c ON c.id = m.connection_id
      WHERE m.next_at_ms <= ? AND c.metadata_url IS NOT NULL AND c.state <> 'retired'
      ORDER BY m.next_at_ms LIMIT ${limit.toString()}`,
    [nowMs],
  );
}

/**
 * Takes the document for one run. Of several instances that saw the same state one succeeds. One that dies while it holds the
 * lease costs two minutes: then the document is due again.
 */
export async function claim(
  tx: Transaction,
  { connectionId, tenantId, nextAtMs }: MetadataState,
  leaseId: string,
  nowMs: number,
): Promise<boolean> {
  const claimed = await tx.execute(
    `UPDATE connection_metadata SET lease_id = ?, checked_at_ms = ?, next_at_ms = ?
      WHERE connection_id = ? AND tenant_id = ? AND next_at_ms = ?`,
    [leaseId, nowMs, nowMs + LEASE_MS, connectionId, tenantId, nextAtMs],
  );
  return claimed === 1;
}

/** Takes it from whoever has it: an administrator does not wait. */
export async function take(
  tx: Transaction,
  { connectionId, tenantId }: MetadataState,
  leaseId: string,
  nowMs: number,
): Promise<void> {
  await tx.execute(
    'UPDATE connection_metadata SET lease_id = ?, checked_at_ms = ? WHERE connection_id = ? AND tenant_id = ?',
    [leaseId, nowMs, connectionId, tenantId],
  );
}

/** @param nextAtMs null for a document that is never fetched by itself */
export async function settleGood(
  tx: Transaction,
  { connectionId, tenantId }: MetadataState,
  { validators, sha256Hex, validUntilMs }: GoodDocument,
  nowMs: number,
  nextAtMs: number | null,
): Promise<void> {
  await tx.execute(
    `UPDATE connection_metadata SET etag = ?, last_modified = ?, document_sha256_hex = ?, valid_until_ms = ?,
      last_good_at_ms = ?, next_at_ms = ?, lease_id = NULL, last_problem = NULL, last_problem_text = NULL, stale_days_told = 0
      WHERE connection_id = ? AND tenant_id = ?`,
    [
      ...[validators.etag, validators.lastModified, sha256Hex, validUntilMs],
      ...[nowMs, nextAtMs, connectionId, tenantId],
    ],
  );
}

/** The validators stay those of the last good document, so that the bad one is never taken for unchanged. */
export async function settleBad(
  tx: Transaction,
  { connectionId, tenantId }: MetadataState,
  problem: { readonly code: string; readonly message: string },
  nextAtMs: number | null,
): Promise<void> {
  await tx.execute(
    `UPDATE connection_metadata SET last_problem = ?, last_problem_text = ?, next_at_ms = ?, lease_id = NULL
      WHERE connection_id = ? AND tenant_id = ?`,
    [problem.code, problem.message.slice(0, 1024), nextAtMs, connectionId, tenantId],
  );
}

/** The row of a connection that has none yet. Whoever calls has locked the tenant. */
export async function ensureState(
  tx: Transaction,
  { id, tenantId }: { readonly id: string; readonly tenantId: string },
): Promise<MetadataState> {
  const known = await readState(tx, tenantId, id);
  if (known) return known;
  await tx.execute(
    'INSERT INTO connection_metadata (connection_id, tenant_id, stale_days_told) VALUES (?, ?, 0)',
    [id, tenantId],
  );
  const made = await readState(tx, tenantId, id);
  if (!made) throw new Error('the row that was just written is not there');
  return made;
}

/**
 * What is in force is no longer what the last document said, or is trusted otherwise: the next fetch asks for all of it, and a
 * run that is under way writes nothing.
 */
export async function forgetDocument(
  tx: Transaction,
  { connectionId, tenantId }: MetadataState,
): Promise<void> {
  await tx.execute(
    `UPDATE connection_metadata SET etag = NULL, last_modified = NULL, document_sha256_hex = NULL, lease_id = NULL
      WHERE connection_id = ? AND tenant_id = ?`,
    [connectionId, tenantId],
  );
}

/** An administrator imported a document. From an address, it is the last good one there; by hand, the address has to say all anew. */
export async function imported(
  tx: Transaction,
  connection: { readonly id: string; readonly tenantId: string },
  document: { readonly validUntilMs: number | null },
  isFromAddress: boolean,
  nowMs: number,
  nextAtMs: number,
): Promise<void> {
  const state = isFromAddress
    ? await ensureState(tx, connection)
    : await readState(tx, connection.tenantId, connection.id);
  if (!state) return;
  await forgetDocument(tx, state);
  if (!isFromAddress) return;
  const good = { validators: { etag: null, lastModified: null }, sha256Hex: null, ...document };
  await settleGood(tx, state, good, nowMs, nextAtMs);
  await tx.execute(
    'UPDATE connection_metadata SET checked_at_ms = ? WHERE connection_id = ? AND tenant_id = ?',
    [nowMs, connection.id, connection.tenantId],
  );
}

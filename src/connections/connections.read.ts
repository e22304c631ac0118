import type { Queryable, SqlValue } from '../database/index.js';
import { UserError } from '../errors/index.js';
import type { Connection, ConnectionCertificate } from './connection.js';

interface Row extends Omit<Connection, 'certificates'>, Omit<ConnectionCertificate, 'id'> {
  readonly certificateId: string | null; // null: a connection without any
}

/** One statement, so that nobody sees an import half done: the connection of one moment with the keys of another. */
const SELECT = `SELECT c.id AS id, c.tenant_id AS tenantId, c.state AS state, c.version AS version, c.name AS name,
    c.idp_entity_id AS idpEntityId, c.sso_redirect_url AS ssoRedirectUrl, c.sso_post_url AS ssoPostUrl,
    c.slo_redirect_url AS sloRedirectUrl, c.slo_post_url AS sloPostUrl, c.metadata_url AS metadataUrl,
    c.subject_source AS subjectSource, c.signed_element AS signedElement, c.clock_skew_seconds AS clockSkewSeconds,
    c.groups_overage AS groupsOverage, c.single_logout AS singleLogout, c.slo_answer AS sloAnswer,
    c.slo_redirect_response_url AS sloRedirectResponseUrl, c.slo_post_response_url AS sloPostResponseUrl, c.entra_tenant_id AS entraTenantId,
    c.adopts_by_upn_until_ms AS adoptsByUpnUntilMs, c.sha1_until_ms AS sha1UntilMs, c.encryption AS encryption,
    c.name_id_format AS nameIdFormat, c.authn_context AS authnContext, c.force_authn AS forceAuthn,
    c.login_hint AS loginHint, c.sign_requests AS signRequests, c.idp_initiated AS idpInitiated,
    c.created_at_ms AS createdAtMs, c.updated_at_ms AS updatedAtMs,
    k.id AS certificateId, k.sha256_hex AS sha256Hex, k.der_base64 AS derBase64, k.subject AS subject,
    k.not_before_ms AS notBeforeMs, k.not_after_ms AS notAfterMs, k.key_type AS keyType, k.key_bits AS keyBits,
    k.position AS position, k.added_at_ms AS addedAtMs
  FROM connections c LEFT JOIN connection_certificates k ON k.connection_id = c.id`;

/** By unique index: on the way of every sign-in. */
export async function readActive(q: Queryable, tenantId: string): Promise<Connection | null> {
  return (await read(q, 'WHERE c.active_tenant_id = ?', [tenantId]))[0] ?? null;
}

/** All of a tenant, oldest first. */
export function readAll(q: Queryable, tenantId: string): Promise<Connection[]> {
  return read(q, 'WHERE c.tenant_id = ?', [tenantId]);
}

export async function readOne(
  q: Queryable,
  tenantId: string,
  id: string,
): Promise<Connection | null> {
  return (await read(q, 'WHERE c.id = ? AND c.tenant_id = ?', [id, tenantId]))[0] ?? null;
}

/** @throws UserError where the tenant has no connection of that id */
export async function getOne(q: Queryable, tenantId: string, id: string): Promise<Connection> {
  const connection = await readOne(q, tenantId, id);
  if (connection) return connection;
  throw new UserError('connection_unknown', 'The tenant has no connection of that id.', 404);
}

async function read(
  q: Queryable,
  where: string,
  parameters: readonly SqlValue[],
): Promise<Connection[]> {
  const rows = await q.query<Row>(`${SELECT} ${where}`, parameters);
  const ids = [...new Set(rows.map((row) => row.id))].sort(); // ids are UUIDv7: the oldest first
  return ids.map((id) => connectionOf(rows.filter((row) => row.id === id)));
}

function connectionOf(rows: readonly Row[]): Connection {
  const [row] = rows;
  if (!row) throw new Error('a connection without a row');
  const certificates = rows.flatMap(certificateOf).sort((a, b) => a.position - b.position);
  return {
    id: row.id,
    tenantId: row.tenantId,
    state: row.state,
    version: row.version,
    name: row.name,
    idpEntityId: row.idpEntityId,
    ssoRedirectUrl: row.ssoRedirectUrl,
    ssoPostUrl: row.ssoPostUrl,
    sloRedirectUrl: row.sloRedirectUrl,
    sloPostUrl: row.sloPostUrl,
    metadataUrl: row.metadataUrl,
    subjectSource: row.subjectSource,
    signedElement: row.signedElement,
    clockSkewSeconds: row.clockSkewSeconds,
    groupsOverage: row.groupsOverage,
    entraTenantId: row.entraTenantId,
    adoptsByUpnUntilMs: row.adoptsByUpnUntilMs,
    singleLogout: row.singleLogout,
    sloAnswer: row.sloAnswer,
    sloRedirectResponseUrl: row.sloRedirectResponseUrl,
    sloPostResponseUrl: row.sloPostResponseUrl,
    sha1UntilMs: row.sha1UntilMs,
    encryption: row.encryption,
    nameIdFormat: row.nameIdFormat,
    authnContext: row.authnContext,
    forceAuthn: row.forceAuthn,
    loginHint: row.loginHint,
    signRequests: row.signRequests,
    idpInitiated: row.idpInitiated,
    certificates,
    createdAtMs: row.createdAtMs,
    updatedAtMs: row.updatedAtMs,
  };
}

function certificateOf(row: Row): ConnectionCertificate[] {
  if (row.certificateId === null) return [];
  return [
    {
      id: row.certificateId,
      sha256Hex: row.sha256Hex,
      derBase64: row.derBase64,
      subject: row.subject,
      notBeforeMs: row.notBeforeMs,
      notAfterMs: row.notAfterMs,
      keyType: row.keyType,
      keyBits: row.keyBits,
      position: row.position,
      addedAtMs: row.addedAtMs,
    },
  ];
}

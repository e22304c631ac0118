import { Injectable } from '@nestjs/common';
import { type Attribution, AuditService } from '../audit/index.js';
import { AppConfig } from '../config/index.js';
import { Clock, type Transaction, uuidv7 } from '../database/index.js';
import { ConnectionCertificates } from './connection-certificates.js';
import type { Connection } from './connection.js';
import { getOne, readAll } from './connections.read.js';
import {
  changesIn,
  type Changes,
  eventAbout,
  fieldsOf,
  lockTenant,
  updatedEvent,
  writeChanges,
} from './connections.write.js';
import { activationCandidateOf, requireActivatable } from './domain/activation.js';
import type { IdpMetadata } from './domain/metadata.js';
import { defaultSubjectSource } from './subject-source.js';

export interface MetadataImport {
  readonly tenantId: string;
  readonly metadata: IdpMetadata;
  /** The address that it was read from; null: a file, which leaves a known address as it is. */
  readonly metadataUrl: string | null;
}

export interface ImportOutcome {
  readonly change: 'created' | 'updated' | 'unchanged';
  readonly connection: Connection;
  /** SHA-256, lower-case hex. */
  readonly addedCertificates: readonly string[];
  readonly removedCertificates: readonly string[];
}

const DEFAULT_CLOCK_SKEW_SECONDS = 180; // Kantara SDP-G01: three to five minutes both ways
const MAX_NAME_LENGTH = 200;

/** Turns metadata that was read into a connection, or into a newer version of the one with the same entity ID. */
@Injectable()
export class ConnectionsImport {
  constructor(
    private readonly clock: Clock,
    private readonly config: AppConfig,
    private readonly audit: AuditService,
    private readonly certificates: ConnectionCertificates,
  ) {}

  /**
   * A new entity ID makes a draft, beside the active connection if there is one; a known one is updated, whatever its state.
   * @throws UserError where it would leave the active connection unable to sign anybody in: then nothing is written
   */
  async importMetadata(
    tx: Transaction,
    wanted: MetadataImport,
    by: Attribution,
  ): Promise<ImportOutcome> {
    await lockTenant(tx, wanted.tenantId);
    const known = (await readAll(tx, wanted.tenantId)).find(
      (connection) => connection.idpEntityId === wanted.metadata.entityId,
    );
    return known ? this.update(tx, known, wanted, by) : this.create(tx, wanted, by);
  }

  private async create(
    tx: Transaction,
    { tenantId, metadata, metadataUrl }: MetadataImport,
    by: Attribution,
  ): Promise<ImportOutcome> {
    const nowMs = this.clock.nowMs();
    const id = uuidv7(nowMs);
    const name = nameOf(metadata);
    const subjectSource = defaultSubjectSource(metadata.entraTenantId);
    const from = fieldsFrom(metadata, metadataUrl);
    await tx.execute(
      `INSERT INTO connections (id, tenant_id, active_tenant_id, state, version, name, idp_entity_id, sso_redirect_url,
        sso_post_url, slo_redirect_url, slo_post_url, slo_redirect_response_url, slo_post_response_url, metadata_url, subject_source, signed_element, clock_skew_seconds,
        groups_overage, entra_tenant_id, adopts_by_upn_until_ms, created_at_ms, updated_at_ms)
        VALUES (?, ?, NULL, 'draft', 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'either', ?, 'keep', ?, NULL, ?, ?)`,
      [
        ...[id, tenantId, name, metadata.entityId],
        ...[from.ssoRedirectUrl, from.ssoPostUrl, from.sloRedirectUrl, from.sloPostUrl],
        ...[from.sloRedirectResponseUrl, from.sloPostResponseUrl],
        ...[metadataUrl, subjectSource, DEFAULT_CLOCK_SKEW_SECONDS, from.entraTenantId],
        ...[nowMs, nowMs],
      ],
    );
    await this.audit.append(tx, {
      ...eventAbout({ id, tenantId, name }, by, nowMs),
      type: 'connection.created',
      details: { idpEntityId: metadata.entityId, subjectSource, ...from },
    });
    const bare = { id, tenantId, name, certificates: [] };
    const { added } = await this.certificates.replace(tx, bare, metadata.certificates, by, nowMs);
    const connection = await getOne(tx, tenantId, id);
    return { change: 'created', connection, addedCertificates: added, removedCertificates: [] };
  }

  private async update(
    tx: Transaction,
    known: Connection,
    { metadata, metadataUrl }: MetadataImport,
    by: Attribution,
  ): Promise<ImportOutcome> {
    if (known.state === 'active') {
      requireActivatable(activationCandidateOf(metadata), {
        allowsPlainHttp: this.config.environment !== 'production',
      });
    }
    const nowMs = this.clock.nowMs();
    const changes = changesIn(known, fieldsFrom(metadata, metadataUrl ?? known.metadataUrl));
    const { added, removed } = await this.certificates.replace(
      tx,
      known,
      metadata.certificates,
      by,
      nowMs,
    );
    const isJudgedByOthers =
      added.length + removed.length > 0 ||
      fieldsOf(changes).some((field) => field !== 'metadataUrl');
    if (!isJudgedByOthers && fieldsOf(changes).length === 0) {
      return {
        change: 'unchanged',
        connection: known,
        addedCertificates: [],
        removedCertificates: [],
      };
    }
    const all = isJudgedByOthers ? { ...changes, version: known.version + 1 } : changes;
    await writeChanges(tx, known, all, nowMs);
    await this.audit.append(tx, updatedEvent(known, all, by, nowMs));
    const connection = await getOne(tx, known.tenantId, known.id);
    return {
      change: 'updated',
      connection,
      addedCertificates: added,
      removedCertificates: removed,
    };
  }
}

/** What an import decides; everything else of a connection is the administrator's. The first address of a binding counts. */
function fieldsFrom(metadata: IdpMetadata, metadataUrl: string | null) {
  const { sso, slo } = metadata.endpoints;
  return {
    ssoRedirectUrl: sso['HTTP-Redirect']?.[0] ?? null,
    ssoPostUrl: sso['HTTP-POST']?.[0] ?? null,
    sloRedirectUrl: slo['HTTP-Redirect']?.[0] ?? null,
    sloPostUrl: slo['HTTP-POST']?.[0] ?? null,
    sloRedirectResponseUrl: metadata.sloResponseUrls['HTTP-Redirect'] ?? null,
    sloPostResponseUrl: metadata.sloResponseUrls['HTTP-POST'] ?? null,
    entraTenantId: metadata.entraTenantId,
    metadataUrl,
  } satisfies Changes;
}

function nameOf(metadata: IdpMetadata): string {
  if (metadata.entraTenantId !== null) return 'Microsoft Entra ID';
  const host = URL.parse(metadata.entityId)?.host ?? '';
  return (host === '' ? metadata.entityId : host).slice(0, MAX_NAME_LENGTH);
}

import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { idColumn, textColumn, timeColumn } from '../database/index.js';

/** What is known of the document that a connection is kept up to date by. Without an address: its trust anchor alone. */
@Entity({ name: 'connection_metadata' })
@Index('connection_metadata_due_ix', ['nextAtMs'])
export class ConnectionMetadataEntity {
  @PrimaryColumn(idColumn('connection_id'))
  connectionId: string;

  @Column(idColumn('tenant_id'))
  tenantId: string;

  @Column(textColumn('etag', 255, { nullable: true }))
  etag: string | null;

  @Column(textColumn('last_modified', 64, { nullable: true }))
  lastModified: string | null;

  @Column(textColumn('document_sha256_hex', 64, { nullable: true }))
  documentSha256Hex: string | null;

  @Column(timeColumn('valid_until_ms', { nullable: true }))
  validUntilMs: number | null;

  @Column(timeColumn('checked_at_ms', { nullable: true }))
  checkedAtMs: number | null;

  @Column(timeColumn('last_good_at_ms', { nullable: true }))
  lastGoodAtMs: number | null;

  /** Null: never by itself. */
  @Column(timeColumn('next_at_ms', { nullable: true }))
  nextAtMs: number | null;

  /** Of the run that has the document now. One that finds another's here has been overtaken and writes nothing. */
  @Column(idColumn('lease_id', { nullable: true }))
  leaseId: string | null;

  @Column(textColumn('last_problem', 60, { nullable: true }))
  lastProblem: string | null;

  @Column(textColumn('last_problem_text', 1024, { nullable: true }))
  lastProblemText: string | null;

  /** 7 or 30 once that was reported; 0 while the document is fresh. */
  @Column({ name: 'stale_days_told', type: 'int' })
  staleDaysTold: number;

  @Column({ name: 'trust_anchor_der_base64', type: 'text', nullable: true })
  trustAnchorDerBase64: string | null;
}

import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { flagColumn, idColumn, textColumn, timeColumn } from '../../database/index.js';

/** A signed-in browser. The cookie holds the id and a secret; only the secret's digest is stored. */
@Entity({ name: 'sessions' })
@Index('sessions_user_ix', ['tenantId', 'userId', 'id'])
@Index('sessions_expires_ix', ['expiresAtMs'])
@Index('sessions_session_index_ix', ['connectionId', 'sessionIndexHash'])
@Index('sessions_name_id_ix', ['connectionId', 'nameIdHash'])
export class SessionEntity {
  @PrimaryColumn(idColumn('id')) id: string;
  @Column(idColumn('tenant_id')) tenantId: string;
  @Column(idColumn('user_id')) userId: string;
  @Column(idColumn('connection_id')) connectionId: string;
  @Column(textColumn('secret_hash', 64)) secretHash: string;
  @Column(timeColumn('created_at_ms')) createdAtMs: number;
  @Column(timeColumn('last_seen_at_ms')) lastSeenAtMs: number;
  @Column(timeColumn('expires_at_ms')) expiresAtMs: number;
  @Column(timeColumn('ended_at_ms', { nullable: true })) endedAtMs: number | null;
  @Column(textColumn('end_reason', 40, { nullable: true })) endReason: string | null;
  @Column(textColumn('session_index', 512, { nullable: true })) sessionIndex: string | null;
  @Column(textColumn('name_id', 1024, { nullable: true })) nameId: string | null;
  @Column(textColumn('name_id_format', 256, { nullable: true })) nameIdFormat: string | null;
  /** When the person authenticated at the IdP; null: a session from before this was kept. */
  @Column(timeColumn('authn_instant_ms', { nullable: true })) authnInstantMs: number | null;
  @Column({ ...flagColumn('is_mfa'), default: 0 }) isMfa: boolean;
  @Column(textColumn('name_qualifier', 1024, { nullable: true })) nameQualifier: string | null;
  @Column(textColumn('sp_name_qualifier', 1024, { nullable: true })) spNameQualifier: string | null;
  @Column(textColumn('session_index_hash', 64, { nullable: true })) sessionIndexHash: string | null;
  @Column(textColumn('name_id_hash', 64, { nullable: true })) nameIdHash: string | null;
  @Column(textColumn('ip', 45)) ip: string;
  @Column(textColumn('user_agent', 512)) userAgent: string;
}

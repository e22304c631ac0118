import { Column, Entity, Index } from 'typeorm';
import { idColumn, textColumn, timeColumn } from '../database/index.js';
import type { AuditRecord } from './domain/audit-event.js';

/** One row per event, never changed. The id is the UUIDv7 of `timeMs`, so that time ranges are id ranges. */
@Entity({ name: 'audit_events' })
@Index('audit_events_tenant_ix', ['tenantId', 'id'])
@Index('audit_events_type_ix', ['tenantId', 'type', 'id'])
@Index('audit_events_outcome_ix', ['tenantId', 'outcome', 'id'])
@Index('audit_events_reason_ix', ['tenantId', 'reason', 'id'])
@Index('audit_events_ip_ix', ['tenantId', 'ip', 'id'])
@Index('audit_events_person_id_ix', ['tenantId', 'personId', 'id'])
@Index('audit_events_person_ix', ['tenantId', 'person', 'id'])
@Index('audit_events_person_outcome_ix', ['tenantId', 'person', 'outcome', 'id'])
@Index('audit_events_actor_ix', ['tenantId', 'actorId', 'id'])
export class AuditEvent implements AuditRecord {
  @Column({ ...idColumn('id'), primary: true }) id: string;
  @Column(idColumn('tenant_id')) tenantId: string;
  @Column(timeColumn('time_ms')) timeMs: number;
  @Column(textColumn('type', 40)) type: string;
  @Column(textColumn('outcome', 20)) outcome: string;
  @Column(textColumn('reason', 60, { nullable: true })) reason: string | null;
  @Column(textColumn('actor_kind', 20)) actorKind: string;
  @Column(idColumn('actor_id', { nullable: true })) actorId: string | null;
  @Column(textColumn('actor_label', 512, { nullable: true })) actorLabel: string | null;
  @Column(textColumn('target_kind', 20, { nullable: true })) targetKind: string | null;
  @Column(textColumn('target_id', 64, { nullable: true })) targetId: string | null;
  @Column(textColumn('target_label', 512, { nullable: true })) targetLabel: string | null;
  @Column(idColumn('person_id', { nullable: true })) personId: string | null;
  @Column(textColumn('person', 512, { nullable: true })) person: string | null;
  @Column(idColumn('connection_id', { nullable: true })) connectionId: string | null;
  @Column(textColumn('ip', 45)) ip: string;
  @Column(textColumn('user_agent', 512)) userAgent: string;
  @Column(textColumn('request_id', 64)) requestId: string;
  @Column(textColumn('reference', 12)) reference: string;
  @Column({ name: 'details', type: 'text' }) details: string;
}

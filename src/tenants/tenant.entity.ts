import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { flagColumn, idColumn, textColumn, timeColumn } from '../database/index.js';

@Entity({ name: 'tenants' })
@Index('tenants_subdomain_uq', ['subdomain'], { unique: true })
export class TenantEntity {
  @PrimaryColumn(idColumn('id'))
  id: string;

  @Column(textColumn('subdomain', 63))
  subdomain: string;

  @Column(textColumn('name', 200))
  name: string;

  @Column(flagColumn('jit_enabled'))
  jitEnabled: boolean;

  @Column(textColumn('default_role', 40, { nullable: true }))
  defaultRole: string | null;

  @Column(flagColumn('requires_role_match'))
  requiresRoleMatch: boolean;

  /** Null: as the deployment's settings say. */
  @Column({ name: 'session_absolute_minutes', type: 'int', nullable: true })
  sessionAbsoluteMinutes: number | null;

  @Column({ name: 'session_idle_minutes', type: 'int', nullable: true })
  sessionIdleMinutes: number | null;

  /** Of the tenant of drills: until when it is live. */
  @Column(timeColumn('drill_until_ms', { nullable: true }))
  drillUntilMs: number | null;

  @Column(timeColumn('created_at_ms'))
  createdAtMs: number;

  @Column(timeColumn('updated_at_ms'))
  updatedAtMs: number;
}

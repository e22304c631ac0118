import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { idColumn, textColumn, timeColumn } from '../database/index.js';

/** A group that the identity provider has named at least once. It has no other name than its value. */
@Entity({ name: 'idp_groups' })
@Index('idp_groups_value_uq', ['tenantId', 'valueHash'], { unique: true })
@Index('idp_groups_tenant_ix', ['tenantId', 'id'])
export class GroupEntity {
  @PrimaryColumn(idColumn('id'))
  id: string;

  @Column(idColumn('tenant_id'))
  tenantId: string;

  @Column({ name: 'value', type: 'text' })
  value: string;

  @Column(textColumn('value_hash', 64))
  valueHash: string;

  @Column(timeColumn('first_seen_at_ms'))
  firstSeenAtMs: number;
}

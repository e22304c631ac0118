import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { idColumn, timeColumn } from '../database/index.js';

@Entity({ name: 'memberships' })
@Index('memberships_group_ix', ['tenantId', 'groupId', 'userId'])
export class MembershipEntity {
  @PrimaryColumn(idColumn('user_id'))
  userId: string;

  @PrimaryColumn(idColumn('group_id'))
  groupId: string;

  @Column(idColumn('tenant_id'))
  tenantId: string;

  @Column(timeColumn('since_ms'))
  sinceMs: number;
}

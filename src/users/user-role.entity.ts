import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { idColumn, textColumn, timeColumn } from '../database/index.js';

/** A role that a person has: mapped ones follow the identity provider, manual ones stay until they are taken back. */
@Entity({ name: 'user_roles' })
@Index('user_roles_role_ix', ['tenantId', 'role', 'userId'])
export class UserRoleEntity {
  @PrimaryColumn(idColumn('user_id'))
  userId: string;

  @PrimaryColumn(textColumn('role', 40))
  role: string;

  @PrimaryColumn(textColumn('source', 10))
  source: 'mapped' | 'manual';

  @Column(idColumn('tenant_id'))
  tenantId: string;

  @Column(timeColumn('since_ms'))
  sinceMs: number;
}

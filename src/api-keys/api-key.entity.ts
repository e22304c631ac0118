import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { idColumn, textColumn, timeColumn } from '../database/index.js';

@Entity({ name: 'api_keys' })
@Index('api_keys_tenant_ix', ['tenantId', 'id'])
export class ApiKeyEntity {
  @PrimaryColumn(idColumn('id'))
  id: string;

  @Column(idColumn('tenant_id', { nullable: true }))
  tenantId: string | null;

  @Column(textColumn('name', 200))
  name: string;

  @Column(textColumn('secret_hash', 64))
  secretHash: string;

  /** Separated by commas. */
  @Column(textColumn('scopes', 500))
  scopes: string;

  @Column(timeColumn('created_at_ms'))
  createdAtMs: number;

  @Column(timeColumn('expires_at_ms', { nullable: true }))
  expiresAtMs: number | null;

  @Column(timeColumn('revoked_at_ms', { nullable: true }))
  revokedAtMs: number | null;

  @Column(timeColumn('last_used_at_ms', { nullable: true }))
  lastUsedAtMs: number | null;
}

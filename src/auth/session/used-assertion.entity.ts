import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { idColumn, textColumn, timeColumn } from '../../database/index.js';

/** The mark of what may be used once: an assertion, or our request that it answers. */
@Entity({ name: 'used_assertions' })
@Index('used_assertions_expires_ix', ['expiresAtMs'])
export class UsedAssertionEntity {
  @PrimaryColumn(textColumn('mark_hash', 64)) markHash: string;
  @Column(idColumn('tenant_id')) tenantId: string;
  @Column(textColumn('kind', 10)) kind: string;
  @Column(idColumn('arrival_id')) arrivalId: string;
  @Column(timeColumn('used_at_ms')) usedAtMs: number;
  @Column(timeColumn('expires_at_ms')) expiresAtMs: number;
}

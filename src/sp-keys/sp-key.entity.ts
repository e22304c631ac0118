import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { idColumn, textColumn, timeColumn } from '../database/index.js';

@Entity({ name: 'sp_keys' })
@Index('sp_keys_slot_uq', ['tenantId', 'useFor', 'slot'], { unique: true })
export class SpKeyEntity {
  @PrimaryColumn(idColumn('id'))
  id: string;

  @Column(idColumn('tenant_id'))
  tenantId: string;

  /** signing, encryption */
  @Column(textColumn('use_for', 10))
  useFor: string;

  /** next, current, previous, retired */
  @Column(textColumn('state', 10))
  state: string;

  /** The state, where only one key may have it: next, current. Else null. */
  @Column(textColumn('slot', 10, { nullable: true }))
  slot: string | null;

  @Column({ name: 'certificate_base64', type: 'text' })
  certificateBase64: string;

  /** PKCS #8, sealed; empty once retired. */
  @Column({ name: 'sealed_private_key', type: 'text' })
  sealedPrivateKey: string;

  @Column(timeColumn('created_at_ms'))
  createdAtMs: number;

  @Column(timeColumn('activated_at_ms', { nullable: true }))
  activatedAtMs: number | null;

  @Column(timeColumn('retired_at_ms', { nullable: true }))
  retiredAtMs: number | null;

  @Column(timeColumn('not_after_ms'))
  notAfterMs: number;
}

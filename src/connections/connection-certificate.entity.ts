import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { idColumn, textColumn, timeColumn } from '../database/index.js';

/** One signing certificate of a connection's IdP. */
@Entity({ name: 'connection_certificates' })
@Index('connection_certificates_sha256_uq', ['connectionId', 'sha256Hex'], { unique: true })
export class ConnectionCertificateEntity {
  @PrimaryColumn(idColumn('id'))
  id: string;

  @Column(idColumn('tenant_id'))
  tenantId: string;

  @Column(idColumn('connection_id'))
  connectionId: string;

  @Column(textColumn('sha256_hex', 64))
  sha256Hex: string;

  @Column({ name: 'der_base64', type: 'text' })
  derBase64: string;

  @Column(textColumn('subject', 1024))
  subject: string;

  @Column(timeColumn('not_before_ms'))
  notBeforeMs: number;

  @Column(timeColumn('not_after_ms'))
  notAfterMs: number;

  @Column(textColumn('key_type', 20))
  keyType: string;

  @Column({ name: 'key_bits', type: 'int' })
  keyBits: number;

  @Column({ name: 'position', type: 'int' })
  position: number;

  @Column(timeColumn('added_at_ms'))
  addedAtMs: number;

  /** The last warning of its end that was given, in days before it: 60, 30, 7, 1, or 0 once it has expired. */
  @Column({ name: 'expiry_days_told', type: 'int', nullable: true })
  expiryDaysTold: number | null;
}

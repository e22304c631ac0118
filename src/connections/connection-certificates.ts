import { Injectable } from '@nestjs/common';
import { type Attribution, AuditService, type NewAuditEvent } from '../audit/index.js';
import { type Transaction, uuidv7 } from '../database/index.js';
import type { Connection, ConnectionCertificate } from './connection.js';
import { eventAbout } from './connections.write.js';
import type { ReadCertificate } from './domain/metadata.js';

type Described = Pick<
  ConnectionCertificate,
  'sha256Hex' | 'subject' | 'notBeforeMs' | 'notAfterMs' | 'keyType' | 'keyBits'
>;

/** All that is needed of a connection here: a new one has nothing more yet. */
type Holder = Pick<Connection, 'id' | 'tenantId' | 'name' | 'certificates'>;

/** Makes the keys that a connection trusts those of the metadata; each one that comes or goes is an event. */
@Injectable()
export class ConnectionCertificates {
  constructor(private readonly audit: AuditService) {}

  /** @returns the SHA-256 of what was added and what was removed; the same set in another order is no change */
  async replace(
    tx: Transaction,
    connection: Holder,
    wanted: readonly ReadCertificate[],
    by: Attribution,
    nowMs: number,
  ): Promise<{ readonly added: readonly string[]; readonly removed: readonly string[] }> {
    const added = without(wanted, connection.certificates);
    const removed = without(connection.certificates, wanted);
    if (added.length + removed.length === 0) return { added: [], removed: [] };
    for (const certificate of removed) {
      await tx.execute('DELETE FROM connection_certificates WHERE id = ?', [certificate.id]);
      await this.audit.append(tx, certificateEvent('removed', connection, certificate, by, nowMs));
    }
    for (const [position, certificate] of wanted.entries()) {
      const isKnown = await this.move(tx, connection, certificate.sha256Hex, position);
      if (isKnown) continue;
      await this.insert(tx, connection, certificate, position, nowMs);
      await this.audit.append(tx, certificateEvent('added', connection, certificate, by, nowMs));
    }
    return { added: added.map(fingerprint), removed: removed.map(fingerprint) };
  }

  private async move(
    tx: Transaction,
    connection: Holder,
    sha256Hex: string,
    position: number,
  ): Promise<boolean> {
    const known = connection.certificates.find((each) => each.sha256Hex === sha256Hex);
    if (known && known.position !== position) {
      await tx.execute('UPDATE connection_certificates SET position = ? WHERE id = ?', [
        position,
        known.id,
      ]);
    }
    return known !== undefined;
  }

  private async insert(
    tx: Transaction,
    connection: Holder,
    certificate: ReadCertificate,
    position: number,
    nowMs: number,
  ): Promise<void> {
    await tx.execute(
      `INSERT INTO connection_certificates (id, tenant_id, connection_id, sha256_hex, der_base64, subject, not_before_ms,
        not_after_ms, key_type, key_bits, position, added_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        ...[uuidv7(nowMs), connection.tenantId, connection.id, certificate.sha256Hex],
        ...[certificate.derBase64, certificate.subject],
        ...[certificate.notBeforeMs, certificate.notAfterMs],
        ...[certificate.keyType, certificate.keyBits, position, nowMs],
      ],
    );
  }
}

function without<T extends Described>(these: readonly T[], those: readonly Described[]): T[] {
  const known = new Set(those.map(fingerprint));
  return these.filter((certificate) => !known.has(certificate.sha256Hex));
}

function fingerprint(certificate: Described): string {
  return certificate.sha256Hex;
}

function certificateEvent(
  change: 'added' | 'removed',
  connection: Holder,
  certificate: Described,
  by: Attribution,
  nowMs: number,
): NewAuditEvent {
  const { sha256Hex, subject, notBeforeMs, notAfterMs, keyType, keyBits } = certificate;
  return {
    ...eventAbout(connection, by, nowMs),
    type: `certificate.${change}`,
    target: { kind: 'certificate', id: sha256Hex, label: subject },
    details: {
      sha256Hex,
      notBefore: new Date(notBeforeMs).toISOString(),
      notAfter: new Date(notAfterMs).toISOString(),
      keyType,
      keyBits,
    },
  };
}

import { X509Certificate } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Attribution, AuditService } from '../audit/index.js';
import { Clock, type Transaction } from '../database/index.js';
import { UserError } from '../errors/index.js';
import { getOne } from './connections.read.js';
import { eventAbout, lockTenant } from './connections.write.js';
import { ensureState, forgetDocument, type MetadataState } from './metadata-state.js';

const MIN_BITS = { rsa: 2048, ec: 256 } as const;
const CURVE_BITS: Readonly<Record<string, number>> = {
  prime256v1: 256,
  secp384r1: 384,
  secp521r1: 521,
};

/** By whose key the document of a connection must be signed. Without such a key its https address is what is trusted. */
@Injectable()
export class MetadataTrust {
  constructor(
    private readonly clock: Clock,
    private readonly audit: AuditService,
  ) {}

  /**
   * From now on; the next fetch is due at once, and what is in force stays in force until a document is good.
   * @param certificate PEM or DER; null: the address alone is trusted again
   * @throws UserError where it is no certificate, or one whose key is too weak
   */
  async set(
    tx: Transaction,
    tenantId: string,
    connectionId: string,
    certificate: Buffer | null,
    by: Attribution,
  ): Promise<string | null> {
    const anchor = certificate === null ? null : readAnchor(certificate);
    await lockTenant(tx, tenantId);
    const connection = await getOne(tx, tenantId, connectionId);
    const state = await ensureState(tx, connection);
    const before = fingerprintOf(state.trustAnchorDerBase64);
    const after = fingerprintOf(anchor);
    if (before === after) return after;
    const nowMs = this.clock.nowMs();
    await forgetDocument(tx, state);
    await tx.execute(
      `UPDATE connection_metadata SET trust_anchor_der_base64 = ?, next_at_ms = ?
        WHERE connection_id = ? AND tenant_id = ?`,
      [anchor, connection.metadataUrl === null ? null : nowMs, connection.id, tenantId],
    );
    await this.audit.append(tx, {
      ...eventAbout(connection, by, nowMs),
      type: 'metadata.trust_changed',
      details: { before: { signedBy: before }, after: { signedBy: after } },
    });
    return after;
  }
}

/** SHA-256 of the certificate, lower-case hex without colons, as elsewhere. */
export function anchorFingerprintOf(state: MetadataState | null): string | null {
  return fingerprintOf(state?.trustAnchorDerBase64 ?? null);
}

function fingerprintOf(derBase64: string | null): string | null {
  if (derBase64 === null) return null;
  const { fingerprint256 } = new X509Certificate(Buffer.from(derBase64, 'base64'));
  return fingerprint256.replaceAll(':', '').toLowerCase();
}

function readAnchor(bytes: Buffer): string {
  const certificate = parse(bytes);
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = certificate.publicKey;
  const bits = details?.modulusLength ?? CURVE_BITS[details?.namedCurve ?? ''] ?? 0;
  if ((type === 'rsa' || type === 'ec') && bits >= MIN_BITS[type])
    return certificate.raw.toString('base64');
  throw new UserError(
    'trust_anchor_weak',
    'The certificate’s key is neither RSA of 2,048 bits or more nor EC of 256: ask the publisher of the metadata for another.',
  );
}

function parse(bytes: Buffer): X509Certificate {
  try {
    return new X509Certificate(bytes);
  } catch {
    throw new UserError(
      'trust_anchor_malformed',
      'This is no X.509 certificate: give the one whose key signs the metadata, as PEM or DER.',
    );
  }
}

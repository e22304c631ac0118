import { Injectable } from '@nestjs/common';
import { AuditService } from '../audit/index.js';
import { Clock, Database, Transactions } from '../database/index.js';
import { Log } from '../telemetry/index.js';
import type { ConnectionCertificate } from './connection.js';
import { eventAbout } from './connections.write.js';
import { EXPIRY_STEPS, findExpiryStep, type ExpiryStep } from './domain/expiry-steps.js';
import { isUsableKey, judgeCertificate } from './domain/judge-certificate.js';
import { judgeStaleness, STALE_DAYS, type StaleDays } from './domain/refresh-times.js';

interface OfConnection {
  readonly connectionId: string;
  readonly tenantId: string;
  readonly name: string;
}

interface CertificateRow extends OfConnection, Omit<ConnectionCertificate, 'derBase64'> {
  readonly toldDays: number | null;
}

interface StaleRow extends OfConnection {
  readonly lastGoodAtMs: number;
  readonly toldDays: number;
}

/** How many active connections are in which state, for gauges: no label names a tenant. */
export interface ExpiryCounts {
  /** By days: whose last usable certificate has fewer left. 0: it has expired. */
  readonly expiring: ReadonlyMap<ExpiryStep, number>;
  /** By days without a good answer from the address of the metadata. */
  readonly stale: ReadonlyMap<Exclude<StaleDays, 0>, number>;
}

const DAY_MS = 86_400_000;
const BY_SYSTEM = {
  actor: { kind: 'system' },
  origin: { ip: '', userAgent: '', requestId: '' },
} as const;

/** Tells in time that a certificate ends or that metadata no longer comes: each step once, whichever instance sees it first. */
@Injectable()
export class ExpiryWarnings {
  constructor(
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly transactions: Transactions,
    private readonly audit: AuditService,
    private readonly log: Log,
  ) {}

  async run(): Promise<ExpiryCounts> {
    const nowMs = this.clock.nowMs();
    const certificates = (await this.certificates()).filter(isUsableKey);
    for (const each of certificates) await this.warn(each, nowMs);
    const stale = await this.staleOnes(nowMs);
    for (const each of stale) await this.alarm(each, nowMs);
    return {
      expiring: countExpiring(certificates, nowMs),
      stale: new Map(
        STALE_DAYS.map((days) => [
          days,
          stale.filter(({ lastGoodAtMs }) => judgeStaleness(lastGoodAtMs, nowMs) >= days).length,
        ]),
      ),
    };
  }

  /** Of every active connection, a drill's apart: some thousand short rows. Which keys are usable is a rule of the code, not of a query. */
  private certificates(): Promise<CertificateRow[]> {
    return this.database.query<CertificateRow>(
      `SELECT k.id AS id, k.tenant_id AS tenantId, k.connection_id AS connectionId, c.name AS name,
        k.sha256_hex AS sha256Hex, k.subject AS subject, k.not_before_ms AS notBeforeMs, k.not_after_ms AS notAfterMs,
        k.key_type AS keyType, k.key_bits AS keyBits, k.position AS position, k.added_at_ms AS addedAtMs,
        k.expiry_days_told AS toldDays
      FROM connections c JOIN connection_certificates k ON k.connection_id = c.id JOIN tenants t ON t.id = c.tenant_id
      WHERE c.active_tenant_id IS NOT NULL AND t.drill_until_ms IS NULL`,
    );
  }

  private staleOnes(nowMs: number): Promise<StaleRow[]> {
    const [, firstStep] = STALE_DAYS;
    return this.database.query<StaleRow>(
      `SELECT m.connection_id AS connectionId, m.tenant_id AS tenantId, c.name AS name,
        m.last_good_at_ms AS lastGoodAtMs, m.stale_days_told AS toldDays
      FROM connection_metadata m JOIN connections c ON c.id = m.connection_id
      WHERE c.active_tenant_id IS NOT NULL AND c.metadata_url IS NOT NULL AND m.last_good_at_ms <= ?`,
      [nowMs - firstStep * DAY_MS],
    );
  }

  private async warn(certificate: CertificateRow, nowMs: number): Promise<void> {
    const step = findExpiryStep(certificate, nowMs);
    if (step === null || (certificate.toldDays !== null && certificate.toldDays <= step)) return;
    const { daysLeft } = judgeCertificate(certificate, nowMs);
    const isFirst = await this.transactions.run(async (tx) => {
      const told = await tx.execute(
        `UPDATE connection_certificates SET expiry_days_told = ?
          WHERE id = ? AND tenant_id = ? AND (expiry_days_told IS NULL OR expiry_days_told > ?)`,
        [step, certificate.id, certificate.tenantId, step],
      );
      if (told === 0) return false;
      const { sha256Hex, subject, notAfterMs } = certificate;
      await this.audit.append(tx, {
        ...eventAbout(connectionOf(certificate), BY_SYSTEM, nowMs),
        type: 'certificate.expiring',
        target: { kind: 'certificate', id: sha256Hex, label: subject },
        details: { sha256Hex, step, daysLeft, notAfter: new Date(notAfterMs).toISOString() },
      });
      return true;
    });
    const { connectionId: connection } = certificate;
    if (isFirst) this.log.warning({ event: 'certificate_expiring', connection, daysLeft });
  }

  private async alarm(state: StaleRow, nowMs: number): Promise<void> {
    const days = judgeStaleness(state.lastGoodAtMs, nowMs);
    if (state.toldDays >= days) return;
    const isFirst = await this.transactions.run(async (tx) => {
      const told = await tx.execute(
        `UPDATE connection_metadata SET stale_days_told = ?
          WHERE connection_id = ? AND tenant_id = ? AND stale_days_told < ? AND last_good_at_ms = ?`,
        [days, state.connectionId, state.tenantId, days, state.lastGoodAtMs],
      );
      if (told === 0) return false;
      await this.audit.append(tx, {
        ...eventAbout(connectionOf(state), BY_SYSTEM, nowMs),
        type: 'metadata.stale',
        details: { days, lastGoodAt: new Date(state.lastGoodAtMs).toISOString() },
      });
      return true;
    });
    if (isFirst)
      this.log.warning({ event: 'metadata_stale', connection: state.connectionId, count: days });
  }
}

function connectionOf({ connectionId, tenantId, name }: OfConnection) {
  return { id: connectionId, tenantId, name };
}

function countExpiring(
  certificates: readonly CertificateRow[],
  nowMs: number,
): ReadonlyMap<ExpiryStep, number> {
  const last = new Map<string, CertificateRow>(); // by connection: what counts is the one that lasts longest
  for (const each of certificates) {
    const known = last.get(each.connectionId);
    if (!known || each.notAfterMs > known.notAfterMs) last.set(each.connectionId, each);
  }
  const steps = [...last.values()].map((each) => findExpiryStep(each, nowMs));
  return new Map(
    EXPIRY_STEPS.map((days) => [
      days,
      steps.filter((step) => step !== null && step <= days).length,
    ]),
  );
}

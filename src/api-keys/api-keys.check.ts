import { Injectable } from '@nestjs/common';
import { Clock, Database, Transactions } from '../database/index.js';
import type { Principal } from '../http/index.js';
import { equalInConstantTime, sha256Hex } from '../secrets/index.js';
import { Log } from '../telemetry/index.js';
import { readApiKeyToken } from './api-key-token.js';

interface Row {
  readonly tenantId: string | null;
  readonly name: string;
  readonly secretHash: string;
  readonly scopes: string;
  readonly expiresAtMs: number | null;
  readonly revokedAtMs: number | null;
  readonly lastUsedAtMs: number | null;
}

const SELECT = `SELECT tenant_id AS tenantId, name AS name, secret_hash AS secretHash, scopes AS scopes,
    expires_at_ms AS expiresAtMs, revoked_at_ms AS revokedAtMs, last_used_at_ms AS lastUsedAtMs
  FROM api_keys WHERE id = ?`;

const NOBODYS_HASH = '0'.repeat(64);
const LAST_USED_EVERY_MS = 60_000;

/** Says who a request with an API key acts as. */
@Injectable()
export class ApiKeysCheck {
  constructor(
    private readonly database: Database,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /**
   * One read by primary key; the secret's digest is compared in constant time, also where there is no such key. Whether a key
   * is unknown, wrong, expired, revoked or of another tenant is not told.
   */
  async check(
    token: string,
    tenantId: string,
  ): Promise<Extract<Principal, { kind: 'api_key' }> | null> {
    const parts = readApiKeyToken(token);
    if (!parts) return null;
    const [row] = await this.database.query<Row>(SELECT, [parts.id]);
    const isRight = equalInConstantTime(sha256Hex(parts.secret), row?.secretHash ?? NOBODYS_HASH);
    const nowMs = this.clock.nowMs();
    if (!row || !isRight || !isUsable(row, tenantId, nowMs)) return null;
    await this.noteUse(parts.id, row.lastUsedAtMs, nowMs);
    return {
      kind: 'api_key',
      tenantId: row.tenantId,
      keyId: parts.id,
      label: row.name,
      scopes: row.scopes.split(','),
    };
  }

  /** For people who tidy up, so once a minute is enough, and a request never fails over it. */
  private async noteUse(id: string, lastUsedAtMs: number | null, nowMs: number): Promise<void> {
    const before = nowMs - LAST_USED_EVERY_MS;
    if (lastUsedAtMs !== null && lastUsedAtMs > before) return;
    try {
      await this.transactions.run((tx) =>
        tx.execute(
          `UPDATE api_keys SET last_used_at_ms = ?
            WHERE id = ? AND (last_used_at_ms IS NULL OR last_used_at_ms <= ?)`,
          [nowMs, id, before],
        ),
      );
    } catch (error) {
      this.log.warning({ event: 'api_key_use_not_noted', error });
    }
  }
}

function isUsable(row: Row, tenantId: string, nowMs: number): boolean {
  const isOfTenant = row.tenantId === null || row.tenantId === tenantId;
  return isOfTenant && row.revokedAtMs === null && (row.expiresAtMs ?? Infinity) > nowMs;
}

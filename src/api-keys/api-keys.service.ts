import { Injectable } from '@nestjs/common';
import { type Attribution, AuditService, type AuditType } from '../audit/index.js';
import { Clock, type Queryable, type Transaction, uuidv7 } from '../database/index.js';
import { UserError } from '../errors/index.js';
import type { Principal } from '../http/index.js';
import { TenantsService } from '../tenants/index.js';
import { newApiKeyToken } from './api-key-token.js';
import { type ApiKey, checkedKeyName, checkedScopes } from './api-key.js';
import { ApiKeysCheck } from './api-keys.check.js';

export interface NewApiKey {
  readonly tenantId: string | null; // null: every tenant
  readonly name: string;
  readonly scopes: readonly string[];
  readonly expiresAtMs: number | null;
}

type Row = Omit<ApiKey, 'scopes'> & { readonly scopes: string };

const SELECT = `SELECT id AS id, tenant_id AS tenantId, name AS name, scopes AS scopes, created_at_ms AS createdAtMs,
    expires_at_ms AS expiresAtMs, revoked_at_ms AS revokedAtMs, last_used_at_ms AS lastUsedAtMs FROM api_keys`;

/** Makes, lists, checks and revokes keys. Only the digest of a secret is stored: 256 random bits need no slow hash. */
@Injectable()
export class ApiKeysService {
  constructor(
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly tenants: TenantsService,
    private readonly checking: ApiKeysCheck,
  ) {}

  /** @returns who the key acts as on that tenant's host, or null */
  check(token: string, tenantId: string): Promise<Extract<Principal, { kind: 'api_key' }> | null> {
    return this.checking.check(token, tenantId);
  }

  /** Newest first. @param tenantId null: keys of every tenant and of all */
  async list(q: Queryable, tenantId: string | null): Promise<ApiKey[]> {
    const where = tenantId === null ? '' : ' WHERE tenant_id = ?';
    const rows = await q.query<Row>(
      `${SELECT}${where} ORDER BY id DESC`,
      tenantId === null ? [] : [tenantId],
    );
    return rows.map(keyOf);
  }

  /** @returns the key and its token: the only time that anybody sees it */
  async create(
    tx: Transaction,
    wanted: NewApiKey,
    by: Attribution,
  ): Promise<{ readonly key: ApiKey; readonly token: string }> {
    const nowMs = this.clock.nowMs();
    const name = checkedKeyName(wanted.name);
    const scopes = checkedScopes(wanted.scopes);
    if (wanted.expiresAtMs !== null && wanted.expiresAtMs <= nowMs)
      throw new UserError('expiry_past', 'The key would have expired already.');
    const id = uuidv7(nowMs);
    const { text, secretHash } = newApiKeyToken(id);
    await tx.execute(
      `INSERT INTO api_keys (id, tenant_id, name, secret_hash, scopes, created_at_ms, expires_at_ms)
        VALUES (?, ?, ?, ?, ?, ?, ?)`,
      [id, wanted.tenantId, name, secretHash, scopes.join(','), nowMs, wanted.expiresAtMs],
    );
    const key: ApiKey = {
      ...{ id, tenantId: wanted.tenantId, name, scopes, createdAtMs: nowMs },
      ...{ expiresAtMs: wanted.expiresAtMs, revokedAtMs: null, lastUsedAtMs: null },
    };
    await this.record(tx, 'api_key.created', key, by, nowMs);
    return { key, token: text };
  }

  /** From the next request on. A key that is revoked already stays as it is. */
  async revoke(tx: Transaction, id: string, by: Attribution): Promise<ApiKey> {
    const [row] = await tx.query<Row>(`${SELECT} WHERE id = ?${tx.forUpdate}`, [id]);
    if (!row) throw new UserError('api_key_unknown', 'There is no API key of that id.', 404);
    const key = keyOf(row);
    if (key.revokedAtMs !== null) return key;
    const nowMs = this.clock.nowMs();
    await tx.execute('UPDATE api_keys SET revoked_at_ms = ? WHERE id = ?', [nowMs, id]);
    await this.record(tx, 'api_key.revoked', key, by, nowMs);
    return { ...key, revokedAtMs: nowMs };
  }

  /** A key of every tenant stands in the log of each: what can read their data is each customer's to know. */
  private async record(
    tx: Transaction,
    type: AuditType,
    key: ApiKey,
    by: Attribution,
    timeMs: number,
  ): Promise<void> {
    const tenantIds =
      key.tenantId === null
        ? (await this.tenants.list(tx)).map((tenant) => tenant.id)
        : [key.tenantId];
    if (tenantIds.length === 0) {
      throw new UserError('tenant_missing', 'There is no tenant yet: create one before its keys.');
    }
    for (const tenantId of tenantIds) {
      await this.audit.append(tx, {
        tenantId,
        timeMs,
        type,
        outcome: 'done',
        ...by,
        target: { kind: 'api_key', id: key.id, label: key.name },
        details: {
          scopes: key.scopes,
          everyTenant: key.tenantId === null,
          expiresAt: key.expiresAtMs === null ? null : new Date(key.expiresAtMs).toISOString(),
        },
      });
    }
  }
}

function keyOf(row: Row): ApiKey {
  return { ...row, scopes: row.scopes.split(',') };
}

import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../config/index.js';
import { Clock, type Queryable } from '../../database/index.js';
import type { Tenant } from '../../tenants/index.js';
import { lifetimesOf } from './session-row.js';

/** A session as it is kept, without its secret's digest. */
export interface StoredSession {
  readonly id: string;
  readonly createdAtMs: number;
  readonly lastSeenAtMs: number;
  readonly expiresAtMs: number;
  readonly endedAtMs: number | null;
  readonly endReason: string | null;
  readonly ip: string;
  readonly userAgent: string;
}

/** Sessions as people look at them. */
@Injectable()
export class SessionsDirectory {
  constructor(
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** Those of a person's sessions that a check would let in now, the last used first. */
  async listLive(
    q: Queryable,
    tenant: Pick<Tenant, 'id' | 'sessionAbsoluteMinutes' | 'sessionIdleMinutes'>,
    userId: string,
  ): Promise<StoredSession[]> {
    const nowMs = this.clock.nowMs();
    const { absoluteMs, idleMs } = lifetimesOf(
      { absoluteMinutes: tenant.sessionAbsoluteMinutes, idleMinutes: tenant.sessionIdleMinutes },
      this.config,
    );
    const rows = await q.query<StoredSession>(
      `SELECT s.id AS id, s.created_at_ms AS createdAtMs, s.last_seen_at_ms AS lastSeenAtMs,
         s.expires_at_ms AS expiresAtMs, s.ended_at_ms AS endedAtMs, s.end_reason AS endReason, s.ip AS ip,
         s.user_agent AS userAgent
       FROM sessions s JOIN users u ON u.id = s.user_id AND u.tenant_id = s.tenant_id
       WHERE s.tenant_id = ? AND s.user_id = ? AND s.ended_at_ms IS NULL AND s.expires_at_ms > ?
         AND s.created_at_ms > ? AND s.last_seen_at_ms > ? AND s.created_at_ms > u.sessions_not_before_ms
       ORDER BY s.last_seen_at_ms DESC, s.id DESC LIMIT 100`,
      [tenant.id, userId, nowMs, nowMs - absoluteMs, nowMs - idleMs],
    );
    return rows.map((row) => ({
      ...row,
      expiresAtMs: Math.min(
        row.expiresAtMs,
        row.createdAtMs + absoluteMs,
        row.lastSeenAtMs + idleMs,
      ),
    }));
  }

  /** A person's sessions, newest first, ended ones included. */
  list(q: Queryable, tenantId: string, userId: string, limit: number): Promise<StoredSession[]> {
    return q.query<StoredSession>(
      `SELECT id, created_at_ms AS createdAtMs, last_seen_at_ms AS lastSeenAtMs, expires_at_ms AS expiresAtMs,
         ended_at_ms AS endedAtMs, end_reason AS endReason, ip, user_agent AS userAgent
       FROM sessions WHERE tenant_id = ? AND user_id = ? ORDER BY id DESC LIMIT ?`,
      [tenantId, userId, limit],
    );
  }
}

import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../config/index.js';
import { Clock, type Queryable } from '../../database/index.js';
import type { Tenant } from '../../tenants/index.js';
import { lifetimesOf } from './session-row.js';
import type { SessionOwner } from './sessions.revoke.js';

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

/** One that a check would let in now, and whose it is. */
export interface ListedSession extends StoredSession {
  readonly userId: string;
  readonly person: string;
}

/** Sessions as people look at them. */
@Injectable()
export class SessionsDirectory {
  constructor(
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** Those of a tenant, or of one person, that a check would let in now, the last used first. */
  async listLive(
    q: Queryable,
    tenant: Pick<Tenant, 'id' | 'sessionAbsoluteMinutes' | 'sessionIdleMinutes'>,
    userId: string | null,
    limit: number,
  ): Promise<ListedSession[]> {
    const nowMs = this.clock.nowMs();
    const { absoluteMs, idleMs } = lifetimesOf(
      { absoluteMinutes: tenant.sessionAbsoluteMinutes, idleMinutes: tenant.sessionIdleMinutes },
      this.config,
    );
    const rows = await q.query<ListedSession>(
      `SELECT s.id AS id, s.user_id AS userId, coalesce(u.subject, u.email, u.display_name) AS person, s.created_at_ms AS createdAtMs, s.last_seen_at_ms AS lastSeenAtMs,
         s.expires_at_ms AS expiresAtMs, s.ended_at_ms AS endedAtMs, s.end_reason AS endReason, s.ip AS ip,
         s.user_agent AS userAgent
       FROM sessions s JOIN users u ON u.id = s.user_id AND u.tenant_id = s.tenant_id
       WHERE s.tenant_id = ? ${userId === null ? '' : 'AND s.user_id = ?'} AND s.ended_at_ms IS NULL AND s.expires_at_ms > ?
         AND s.created_at_ms > ? AND s.last_seen_at_ms > ? AND s.created_at_ms > u.sessions_not_before_ms
       ORDER BY s.last_seen_at_ms DESC, s.id DESC LIMIT ?`,
      [
        tenant.id,
        ...(userId === null ? [] : [userId]),
        nowMs,
        nowMs - absoluteMs,
        nowMs - idleMs,
        limit,
      ],
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

  /** Null where the tenant has no such session. */
  async ownerOf(q: Queryable, tenantId: string, id: string): Promise<SessionOwner | null> {
    const [row] = await q.query<SessionOwner>(
      `SELECT s.tenant_id AS tenantId, s.user_id AS userId, coalesce(u.subject, u.email, u.display_name) AS label
       FROM sessions s JOIN users u ON u.id = s.user_id AND u.tenant_id = s.tenant_id
       WHERE s.tenant_id = ? AND s.id = ?`,
      [tenantId, id],
    );
    return row ?? null;
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

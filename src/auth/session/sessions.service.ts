import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../config/index.js';
import {
  Clock,
  Database,
  type Queryable,
  removeInBatches,
  type Transaction,
  Transactions,
} from '../../database/index.js';
import { equalInConstantTime, sha256Hex } from '../../secrets/index.js';
import type { Tenant } from '../../tenants/index.js';
import { SessionCache } from './session-cache.js';
import type { SessionCredential } from './session-cookie.js';
import { findSession, lifetimesOf, type SessionRow } from './session-row.js';

/** A live session with the person it belongs to, as of one read. */
export interface LiveSession {
  readonly id: string;
  readonly tenantId: string;
  readonly createdAtMs: number;
  /** When it ends unless used (idle) or however used (absolute), whichever comes first. */
  readonly expiresAtMs: number;
  /** When the person authenticated at the IdP (AuthnInstant); null: a session from before this was kept. */
  readonly authenticatedAtMs: number | null;
  readonly isMfa: boolean;
  readonly user: {
    readonly id: string;
    readonly subject: string | null;
    readonly email: string | null;
    readonly displayName: string;
    readonly givenName: string | null;
    readonly surname: string | null;
    readonly roles: readonly string[];
  };
}

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

export interface NewSession {
  readonly credential: SessionCredential;
  readonly tenantId: string;
  readonly userId: string;
  readonly connectionId: string;
  readonly nowMs: number;
  /** The tenant's own minutes, where it has any. */
  readonly absoluteMinutes: number | null;
  readonly authnInstantMs: number | null;
  readonly isMfa: boolean;
  readonly sessionNotOnOrAfterMs: number | null; // SAML core 2.7.2: the IdP's bound on our session
  readonly sessionIndex: string | null;
  readonly nameId: {
    readonly value: string;
    readonly format: string | null;
    readonly nameQualifier: string | null;
    readonly spNameQualifier: string | null;
  } | null;
  readonly ip: string;
  readonly userAgent: string;
}

/** A session seen this recently is not written again: checks outnumber sign-ins a hundred to one. */
const SEEN_GRANULARITY_MS = 60_000;
/** Of the idle time: however short a tenant makes it, a session in use is written well before it would be idle. */
const SEEN_FRACTION = 4;

@Injectable()
export class SessionsService {
  constructor(
    private readonly config: AppConfig,
    private readonly database: Database,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly cache: SessionCache<SessionRow>,
  ) {}

  /** The session that a browser proves to hold, or null: unknown, ended, too old, idle, of a suspended person. At most one read. */
  async check(tenantId: string, credential: SessionCredential): Promise<LiveSession | null> {
    return (await this.checkHeld(tenantId, credential))?.live ?? null;
  }

  /** Null unless the browser proves to hold that session; `live` is null where it is over. */
  async checkHeld(
    tenantId: string,
    credential: SessionCredential,
  ): Promise<{ readonly id: string; readonly live: LiveSession | null } | null> {
    const nowMs = this.clock.nowMs();
    const secretHash = sha256Hex(credential.secret);
    const cached = this.cache.find(tenantId, credential.id, secretHash);
    // A cached row only ever says yes: another instance may have seen the session since.
    const row =
      cached && this.isLive(cached, nowMs)
        ? cached
        : await this.read(tenantId, credential.id, secretHash, nowMs);
    if (!row || !equalInConstantTime(secretHash, row.secretHash)) return null;
    if (!this.isLive(row, nowMs)) return { id: row.id, live: null };
    await this.seen(row, nowMs);
    return { id: row.id, live: this.liveSession(row, tenantId, nowMs) };
  }

  private read(
    tenantId: string,
    id: string,
    secretHash: string,
    nowMs: number,
  ): Promise<SessionRow | null> {
    return this.cache.read(
      tenantId,
      () => findSession(this.database, tenantId, id),
      (row) => equalInConstantTime(secretHash, row.secretHash) && this.isLive(row, nowMs),
    );
  }

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

  async open(tx: Transaction, session: NewSession): Promise<void> {
    const { absoluteMs } = lifetimesOf({ ...session, idleMinutes: null }, this.config);
    const lifetimeEndMs = session.nowMs + absoluteMs;
    await tx.execute(
      `INSERT INTO sessions (id, tenant_id, user_id, connection_id, secret_hash, created_at_ms, last_seen_at_ms,
         expires_at_ms, authn_instant_ms, is_mfa, session_index, name_id, name_id_format, ip, user_agent, name_qualifier,
         sp_name_qualifier, session_index_hash, name_id_hash)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        session.credential.id,
        session.tenantId,
        session.userId,
        session.connectionId,
        sha256Hex(session.credential.secret),
        session.nowMs,
        session.nowMs,
        Math.min(lifetimeEndMs, session.sessionNotOnOrAfterMs ?? lifetimeEndMs),
        session.authnInstantMs,
        Number(session.isMfa),
        session.sessionIndex,
        session.nameId?.value ?? null,
        session.nameId?.format ?? null,
        session.ip,
        session.userAgent,
        session.nameId?.nameQualifier ?? null,
        session.nameId?.spNameQualifier ?? null,
        session.sessionIndex === null ? null : sha256Hex(session.sessionIndex),
        session.nameId ? sha256Hex(session.nameId.value) : null,
      ],
    );
  }

  /** Ends one session of a tenant. @returns whose it was, or null where it was not open. The caller appends the event. */
  async end(
    tx: Transaction,
    tenantId: string,
    id: string,
    reason: string,
  ): Promise<{ userId: string } | null> {
    const ended = await tx.execute(
      'UPDATE sessions SET ended_at_ms = ?, end_reason = ? WHERE id = ? AND tenant_id = ? AND ended_at_ms IS NULL',
      [this.clock.nowMs(), reason, id, tenantId],
    );
    if (ended === 0) return null;
    tx.afterCommit(() => {
      this.cache.drop(id);
    });
    const [row] = await tx.query<{ userId: string }>(
      'SELECT user_id AS userId FROM sessions WHERE id = ?',
      [id],
    );
    return row ?? null;
  }

  /** Ends one session of that person and no other's. @returns false where it was not open. The caller appends the event. */
  async endOf(
    tx: Transaction,
    owner: { readonly tenantId: string; readonly userId: string },
    id: string,
    reason: string,
  ): Promise<boolean> {
    const ended = await tx.execute(
      `UPDATE sessions SET ended_at_ms = ?, end_reason = ?
        WHERE id = ? AND tenant_id = ? AND user_id = ? AND ended_at_ms IS NULL`,
      [this.clock.nowMs(), reason, id, owner.tenantId, owner.userId],
    );
    return ended > 0;
  }

  /**
   * Ends every session of a person that is open now, in one write. The caller appends the event.
   * @returns how many
   */
  async endAll(tx: Transaction, tenantId: string, userId: string, reason: string): Promise<number> {
    const nowMs = this.clock.nowMs();
    const ended = await tx.execute(
      'UPDATE sessions SET ended_at_ms = ?, end_reason = ? WHERE tenant_id = ? AND user_id = ? AND ended_at_ms IS NULL',
      [nowMs, reason, tenantId, userId],
    );
    tx.afterCommit(() => {
      this.cache.changed({ tenantId, personId: userId, sessionIds: [] });
    });
    return ended;
  }

  /** Sessions that could not have been used since `beforeMs`. @returns how many */
  removeExpired(beforeMs: number): Promise<number> {
    return removeInBatches(this.transactions, 'sessions', 'id', 'expires_at_ms', beforeMs);
  }

  private isLive(row: SessionRow, nowMs: number): boolean {
    const { absoluteMs, idleMs } = lifetimesOf(row, this.config);
    return (
      row.endedAtMs === null &&
      nowMs < Math.min(row.expiresAtMs, row.createdAtMs + absoluteMs) &&
      nowMs - row.lastSeenAtMs < idleMs &&
      row.userState === 'active' &&
      row.createdAtMs > row.sessionsNotBeforeMs
    );
  }

  private async seen(row: SessionRow, nowMs: number): Promise<void> {
    const { idleMs } = lifetimesOf(row, this.config);
    const granularityMs = Math.min(SEEN_GRANULARITY_MS, idleMs / SEEN_FRACTION);
    if (nowMs - row.lastSeenAtMs < granularityMs) return;
    this.cache.replace({ ...row, lastSeenAtMs: nowMs }); // before the write: requests at once write once
    await this.markSeen(row.id, nowMs);
  }

  private async markSeen(id: string, nowMs: number): Promise<void> {
    await this.transactions.run((tx) =>
      tx.execute('UPDATE sessions SET last_seen_at_ms = ? WHERE id = ? AND last_seen_at_ms < ?', [
        nowMs,
        id,
        nowMs,
      ]),
    );
  }

  private liveSession(row: SessionRow, tenantId: string, nowMs: number): LiveSession {
    const { absoluteMs, idleMs } = lifetimesOf(row, this.config);
    return {
      id: row.id,
      tenantId,
      createdAtMs: row.createdAtMs,
      expiresAtMs: Math.min(row.expiresAtMs, row.createdAtMs + absoluteMs, nowMs + idleMs),
      authenticatedAtMs: row.authnInstantMs,
      isMfa: row.isMfa === 1,
      user: {
        id: row.userId,
        subject: row.subject,
        email: row.email,
        displayName: row.displayName,
        givenName: row.givenName,
        surname: row.surname,
        roles: (row.roles ?? '')
          .split(',')
          .filter((role) => role !== '')
          .toSorted(),
      },
    };
  }
}

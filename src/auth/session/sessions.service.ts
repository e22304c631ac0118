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
import type { SessionCredential } from './session-cookie.js';

/** A live session with the person it belongs to, as of one read. */
export interface LiveSession {
  readonly id: string;
  readonly tenantId: string;
  readonly createdAtMs: number;
  /** When it ends unless used (idle) or however used (absolute), whichever comes first. */
  readonly expiresAtMs: number;
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

interface SessionRow {
  readonly id: string;
  readonly secretHash: string;
  readonly createdAtMs: number;
  readonly lastSeenAtMs: number;
  readonly expiresAtMs: number;
  readonly endedAtMs: number | null;
  readonly userState: string;
  readonly sessionsNotBeforeMs: number;
  readonly userId: string;
  readonly subject: string | null;
  readonly email: string | null;
  readonly displayName: string;
  readonly givenName: string | null;
  readonly surname: string | null;
  readonly roles: string | null;
}

const FIND = `
  SELECT s.id AS id, s.secret_hash AS secretHash, s.created_at_ms AS createdAtMs, s.last_seen_at_ms AS lastSeenAtMs,
         s.expires_at_ms AS expiresAtMs, s.ended_at_ms AS endedAtMs, u.state AS userState,
         u.sessions_not_before_ms AS sessionsNotBeforeMs, u.id AS userId, u.subject AS subject, u.email AS email,
         u.display_name AS displayName, u.given_name AS givenName, u.surname AS surname,
         (SELECT group_concat(DISTINCT r.role) FROM user_roles r WHERE r.user_id = u.id) AS roles
  FROM sessions s JOIN users u ON u.id = s.user_id AND u.tenant_id = s.tenant_id
  WHERE s.id = ? AND s.tenant_id = ?`;

/** A session seen this recently is not written again: checks outnumber sign-ins a hundred to one. */
const SEEN_GRANULARITY_MS = 60_000;

@Injectable()
export class SessionsService {
  constructor(
    private readonly config: AppConfig,
    private readonly database: Database,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** The session that a browser proves to hold, or null: unknown, ended, too old, idle, of a suspended person. One read. */
  async check(tenantId: string, credential: SessionCredential): Promise<LiveSession | null> {
    return (await this.checkHeld(tenantId, credential))?.live ?? null;
  }

  /** Null unless the browser proves to hold that session; `live` is null where it is over. */
  async checkHeld(
    tenantId: string,
    credential: SessionCredential,
  ): Promise<{ readonly id: string; readonly live: LiveSession | null } | null> {
    const nowMs = this.clock.nowMs();
    const row = await this.find(this.database, tenantId, credential.id);
    if (!row || !equalInConstantTime(sha256Hex(credential.secret), row.secretHash)) return null;
    if (!this.isLive(row, nowMs)) return { id: row.id, live: null };
    if (nowMs - row.lastSeenAtMs >= SEEN_GRANULARITY_MS) await this.markSeen(row.id, nowMs);
    return { id: row.id, live: this.liveSession(row, tenantId, nowMs) };
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
    const lifetimeEndMs = session.nowMs + this.config.sessionAbsoluteMs;
    await tx.execute(
      `INSERT INTO sessions (id, tenant_id, user_id, connection_id, secret_hash, created_at_ms, last_seen_at_ms,
         expires_at_ms, session_index, name_id, name_id_format, ip, user_agent, name_qualifier, sp_name_qualifier,
         session_index_hash, name_id_hash)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        session.credential.id,
        session.tenantId,
        session.userId,
        session.connectionId,
        sha256Hex(session.credential.secret),
        session.nowMs,
        session.nowMs,
        Math.min(lifetimeEndMs, session.sessionNotOnOrAfterMs ?? lifetimeEndMs),
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
    const [row] = await tx.query<{ userId: string }>(
      'SELECT user_id AS userId FROM sessions WHERE id = ?',
      [id],
    );
    return row ?? null;
  }

  /** Sessions that could not have been used since `beforeMs`. @returns how many */
  removeExpired(beforeMs: number): Promise<number> {
    return removeInBatches(this.transactions, 'sessions', 'id', 'expires_at_ms', beforeMs);
  }

  private async find(q: Queryable, tenantId: string, id: string): Promise<SessionRow | null> {
    const [row] = await q.query<SessionRow>(FIND, [id, tenantId]);
    return row ?? null;
  }

  private isLive(row: SessionRow, nowMs: number): boolean {
    return (
      row.endedAtMs === null &&
      nowMs < row.expiresAtMs &&
      nowMs - row.lastSeenAtMs < this.config.sessionIdleMs &&
      row.userState === 'active' &&
      row.createdAtMs > row.sessionsNotBeforeMs
    );
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
    return {
      id: row.id,
      tenantId,
      createdAtMs: row.createdAtMs,
      expiresAtMs: Math.min(row.expiresAtMs, nowMs + this.config.sessionIdleMs),
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

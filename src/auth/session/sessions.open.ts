import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../config/index.js';
import type { Transaction } from '../../database/index.js';
import { sha256Hex } from '../../secrets/index.js';
import type { SessionCredential } from './session-cookie.js';
import { lifetimesOf } from './session-row.js';

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

/** Opens sessions, in the transaction of the sign-in. */
@Injectable()
export class SessionsOpen {
  constructor(private readonly config: AppConfig) {}

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
}

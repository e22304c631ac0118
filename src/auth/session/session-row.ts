import type { Queryable } from '../../database/index.js';

/** A session as one read finds it, with its person and the lifetimes of its tenant. */
export interface SessionRow {
  readonly id: string;
  readonly secretHash: string;
  readonly createdAtMs: number;
  readonly lastSeenAtMs: number;
  readonly expiresAtMs: number;
  readonly endedAtMs: number | null;
  readonly authnInstantMs: number | null;
  readonly isMfa: number;
  readonly absoluteMinutes: number | null;
  readonly idleMinutes: number | null;
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
         s.expires_at_ms AS expiresAtMs, s.ended_at_ms AS endedAtMs, s.authn_instant_ms AS authnInstantMs,
         s.is_mfa AS isMfa, t.session_absolute_minutes AS absoluteMinutes, t.session_idle_minutes AS idleMinutes,
         u.state AS userState, u.sessions_not_before_ms AS sessionsNotBeforeMs, u.id AS userId, u.subject AS subject,
         u.email AS email, u.display_name AS displayName, u.given_name AS givenName, u.surname AS surname,
         (SELECT group_concat(DISTINCT r.role) FROM user_roles r WHERE r.user_id = u.id) AS roles
  FROM sessions s JOIN users u ON u.id = s.user_id AND u.tenant_id = s.tenant_id JOIN tenants t ON t.id = s.tenant_id
  WHERE s.id = ? AND s.tenant_id = ?`;

export async function findSession(
  q: Queryable,
  tenantId: string,
  id: string,
): Promise<SessionRow | null> {
  const [row] = await q.query<SessionRow>(FIND, [id, tenantId]);
  return row ?? null;
}

/** Of the deployment, for tenants that have none of their own. */
export interface LifetimeDefaults {
  readonly sessionAbsoluteMs: number;
  readonly sessionIdleMs: number;
}

/** How long sessions of a tenant last: its own minutes, else the deployment's. */
export function lifetimesOf(
  tenant: { readonly absoluteMinutes: number | null; readonly idleMinutes: number | null },
  defaults: LifetimeDefaults,
): { readonly absoluteMs: number; readonly idleMs: number } {
  const { absoluteMinutes, idleMinutes } = tenant;
  return {
    absoluteMs: absoluteMinutes === null ? defaults.sessionAbsoluteMs : absoluteMinutes * 60_000,
    idleMs: idleMinutes === null ? defaults.sessionIdleMs : idleMinutes * 60_000,
  };
}

/** Not ended, not too old, not idle, of a person who is let in. */
export function isLive(row: SessionRow, defaults: LifetimeDefaults, nowMs: number): boolean {
  const { absoluteMs, idleMs } = lifetimesOf(row, defaults);
  return (
    row.endedAtMs === null &&
    nowMs < Math.min(row.expiresAtMs, row.createdAtMs + absoluteMs) &&
    nowMs - row.lastSeenAtMs < idleMs &&
    row.userState === 'active' &&
    row.createdAtMs > row.sessionsNotBeforeMs
  );
}

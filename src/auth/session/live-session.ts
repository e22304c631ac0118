import { lifetimesOf, type LifetimeDefaults, type SessionRow } from './session-row.js';

/** A live session with the person it belongs to. */
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

export function liveSession(
  row: SessionRow,
  tenantId: string,
  defaults: LifetimeDefaults,
  nowMs: number,
): LiveSession {
  const { absoluteMs, idleMs } = lifetimesOf(row, defaults);
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

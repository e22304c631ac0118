import { Injectable } from '@nestjs/common';
import type { Queryable } from '../../database/index.js';
import { sha256Hex } from '../../secrets/index.js';

/** By what a connection's IdP knows the person and the session. */
export interface SessionSubject {
  readonly connectionId: string;
  readonly nameId: {
    readonly value: string;
    readonly format: string | null;
    readonly nameQualifier: string | null;
    readonly spNameQualifier: string | null;
  } | null;
  readonly sessionIndex: string | null;
}

export interface LogoutScope {
  readonly tenantId: string;
  readonly connectionId: string;
  readonly nameId: NonNullable<SessionSubject['nameId']>;
  /** None: every session of the subject (SAML core 3.7.1). */
  readonly sessionIndexes: readonly string[];
  /** Entra's indexes are unique, and its name ID may be another one than at sign-in; others may count 1, 2, 3 per person. */
  readonly indexSuffices: boolean;
}

interface OpenSession {
  readonly id: string;
  readonly userId: string;
  readonly label: string;
  readonly sessionIndex: string | null;
  readonly nameId: string | null;
  readonly nameIdFormat: string | null;
  readonly spNameQualifier: string | null;
}

const SELECT = `SELECT s.id AS id, s.user_id AS userId, coalesce(u.subject, u.email, u.display_name) AS label,
    s.session_index AS sessionIndex, s.name_id AS nameId, s.name_id_format AS nameIdFormat,
    s.sp_name_qualifier AS spNameQualifier
  FROM sessions s JOIN users u ON u.id = s.user_id AND u.tenant_id = s.tenant_id
  WHERE s.tenant_id = ? AND s.connection_id = ? AND s.ended_at_ms IS NULL`;

const UNSPECIFIED = 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified';

/** Sessions as the IdP names them: by SessionIndex and name ID, never by a cookie, which its iframe does not carry. */
@Injectable()
export class SubjectSessions {
  /** Null where there is no such session. */
  async subjectOf(q: Queryable, tenantId: string, id: string): Promise<SessionSubject | null> {
    const [row] = await q.query<{
      connectionId: string;
      sessionIndex: string | null;
      value: string | null;
      format: string | null;
      nameQualifier: string | null;
      spNameQualifier: string | null;
    }>(
      `SELECT connection_id AS connectionId, session_index AS sessionIndex, name_id AS value, name_id_format AS format,
         name_qualifier AS nameQualifier, sp_name_qualifier AS spNameQualifier
       FROM sessions WHERE tenant_id = ? AND id = ?`,
      [tenantId, id],
    );
    if (!row) return null;
    const { connectionId, sessionIndex, value, ...rest } = row;
    return { connectionId, sessionIndex, nameId: value === null ? null : { value, ...rest } };
  }

  /** The open sessions that a LogoutRequest is about. */
  async find(q: Queryable, scope: LogoutScope): Promise<readonly OpenSession[]> {
    const { sessionIndexes } = scope;
    const indexed = sessionIndexes.length === 0 ? [] : await this.byIndex(q, scope);
    const named = indexed.filter((session) => isOfSubject(session, scope));
    if (named.length > 0) return named;
    if (scope.indexSuffices && indexed.length > 0) return indexed;
    const all = (await this.byNameId(q, scope)).filter((session) => isOfSubject(session, scope));
    // Of a session whose index was never said we cannot tell that it is not meant.
    return sessionIndexes.length === 0
      ? all
      : all.filter(({ sessionIndex }) => sessionIndex === null);
  }

  private byIndex(q: Queryable, scope: LogoutScope): Promise<OpenSession[]> {
    const hashes = scope.sessionIndexes.map((index) => sha256Hex(index));
    return q.query(`${SELECT} AND s.session_index_hash IN (${hashes.map(() => '?').join(', ')})`, [
      scope.tenantId,
      scope.connectionId,
      ...hashes,
    ]);
  }

  private byNameId(q: Queryable, scope: LogoutScope): Promise<OpenSession[]> {
    return q.query(`${SELECT} AND s.name_id_hash = ?`, [
      scope.tenantId,
      scope.connectionId,
      sha256Hex(scope.nameId.value),
    ]);
  }
}

/** SAML core 3.7.3: the identifiers strongly match; a format or qualifier that one side leaves out says nothing. */
function isOfSubject(session: OpenSession, { nameId }: LogoutScope): boolean {
  return (
    session.nameId === nameId.value &&
    agrees(session.nameIdFormat, nameId.format) &&
    agrees(session.spNameQualifier, nameId.spNameQualifier)
  );
}

function agrees(ours: string | null, theirs: string | null): boolean {
  const saysNothing = (text: string | null): boolean => text === null || text === UNSPECIFIED;
  return saysNothing(ours) || saysNothing(theirs) || ours === theirs;
}

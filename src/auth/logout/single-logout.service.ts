import { Injectable } from '@nestjs/common';
import { AuditService, FloodRecorder, type NewAuditEvent, type Origin } from '../../audit/index.js';
import { ActiveConnections, type Connection } from '../../connections/index.js';
import { Clock, Database, type Transaction, Transactions } from '../../database/index.js';
import {
  accept,
  type Decision,
  refuse,
  type RefusalCode,
  type Refused,
} from '../../errors/index.js';
import { type Tenant, TenantsService } from '../../tenants/index.js';
import { type OutgoingMessage, ServiceProviders, trustedKeysOf } from '../saml/index.js';
import { SessionsEnd, SubjectSessions, UsedAssertions } from '../session/index.js';
import { checkLogout, MAX_LOGOUT_AGE_SECONDS } from './domain/check-logout.js';
import type {
  LogoutMessage,
  LogoutRequest,
  LogoutResponse,
  LogoutTransport,
} from './domain/logout-message.js';
import { verifyLogout } from './domain/verify-logout.js';
import { LogoutMessages } from './logout-messages.js';
import type { PendingLogout } from './pending-logouts.js';

const SUCCESS = 'urn:oasis:names:tc:SAML:2.0:status:Success';

/** One message at the logout address, with all that its decision may need. */
export interface LogoutArrival {
  readonly id: string; // UUIDv7; also the id of its audit event
  readonly nowMs: number;
  readonly tenant: Tenant;
  readonly transport: Decision<LogoutTransport>;
  readonly pending: PendingLogout | null;
  readonly origin: Origin;
}

export type LogoutOutcome =
  /** The IdP's request was followed; `answer` null: a page will do. */
  | {
      readonly kind: 'ended';
      readonly sessionIds: readonly string[];
      readonly answer: OutgoingMessage | null;
    }
  /** The IdP's answer to our own request. */
  | { readonly kind: 'answered'; readonly isEverywhere: boolean }
  | { readonly kind: 'refused'; readonly code: RefusalCode; readonly isResponse: boolean };

/** Decides and records every logout message, and ends sessions for the IdP. */
@Injectable()
export class SingleLogoutService {
  constructor(
    private readonly connections: ActiveConnections,
    private readonly database: Database,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly serviceProviders: ServiceProviders,
    private readonly tenants: TenantsService,
    private readonly usedAssertions: UsedAssertions,
    private readonly sessions: SessionsEnd,
    private readonly subjects: SubjectSessions,
    private readonly messages: LogoutMessages,
    private readonly audit: AuditService,
    private readonly floods: FloodRecorder,
  ) {}

  /** What to send the IdP after a sign-out here; null where there is nothing, or nobody, to ask. */
  async requestFor(
    tenant: Tenant,
    sessionId: string,
  ): Promise<{ readonly message: OutgoingMessage; readonly pending: PendingLogout } | null> {
    const connection = await this.connections.find(this.database, tenant);
    const subject = await this.subjects.subjectOf(this.database, tenant.id, sessionId);
    // A session of a connection that was replaced is unknown to the IdP of today.
    if (connection?.singleLogout !== 'on' || subject?.connectionId !== connection.id) return null;
    const request = await this.messages.request(tenant, connection, subject);
    if (!request) return null;
    const { requestId, message } = request;
    const startedAtMs = this.clock.nowMs();
    return { message, pending: { requestId, connectionId: connection.id, startedAtMs } };
  }

  async receive(arrival: LogoutArrival): Promise<LogoutOutcome> {
    const { transport, tenant } = arrival;
    if (!transport.accepted) return this.refuse(arrival, transport, null);
    const connection = await this.connections.find(this.database, tenant);
    if (!connection) return this.refuse(arrival, refuse('connection_inactive'), null);
    const message = this.judge(arrival, transport.value, connection);
    if (!message.accepted) return this.refuse(arrival, message, connection);
    return message.value.kind === 'request'
      ? this.follow(arrival, message.value, connection, transport.value.relayState)
      : this.answered(arrival, message.value, connection);
  }

  private judge(
    arrival: LogoutArrival,
    transport: LogoutTransport,
    connection: Connection,
  ): Decision<LogoutMessage> {
    const verified = verifyLogout(transport, trustedKeysOf(connection));
    if (!verified.accepted) return verified;
    return checkLogout(verified.value, {
      idpEntityId: connection.idpEntityId,
      entraTenantId: connection.entraTenantId,
      sloUrl: this.serviceProviders.of(arrival.tenant.subdomain).sloUrl,
      clockSkewSeconds: connection.clockSkewSeconds,
      nowMs: arrival.nowMs,
    });
  }

  private async follow(
    arrival: LogoutArrival,
    request: LogoutRequest,
    connection: Connection,
    relayState: string | null,
  ): Promise<LogoutOutcome> {
    const ended = await this.transactions.runRepeatable((tx) =>
      this.endSessions(tx, arrival, request, connection),
    );
    if (!ended.accepted) return this.refuse(arrival, ended, connection);
    const isPage =
      connection.sloAnswer === 'page' ||
      (connection.sloAnswer === 'auto' && connection.entraTenantId !== null);
    const answer = isPage
      ? null
      : await this.messages.response(arrival.tenant, connection, request, relayState);
    return { kind: 'ended', sessionIds: ended.value, answer };
  }

  /** The one transaction: the mark, every session of the request, an event for each, and one for the message. */
  private async endSessions(
    tx: Transaction,
    arrival: LogoutArrival,
    request: LogoutRequest,
    connection: Connection,
  ): Promise<Decision<readonly string[]>> {
    const use = {
      tenantId: arrival.tenant.id,
      idpEntityId: connection.idpEntityId,
      arrivalId: arrival.id,
      nowMs: arrival.nowMs,
      // Until when a copy would still pass every other check.
      expiresAtMs:
        request.issueInstantMs + (MAX_LOGOUT_AGE_SECONDS + connection.clockSkewSeconds + 1) * 1000,
    };
    const claim = await this.usedAssertions.claim(tx, use, [{ kind: 'logout', id: request.id }]);
    if (claim === 'spent') return refuse('logout_replayed', { messageId: request.id });
    if (claim === 'claimed_before_by_us') return accept([]); // our COMMIT went through although its answer was lost
    // The key that verified may have been taken out since: as they are now, not as they were.
    const tenant = await this.tenants.get(tx, arrival.tenant.id);
    const isCurrent =
      tenant.activeConnectionId === connection.id &&
      tenant.activeConnectionVersion === connection.version;
    if (!isCurrent) return refuse('connection_inactive');
    const found = await this.subjects.find(tx, {
      tenantId: tenant.id,
      connectionId: connection.id,
      nameId: request.nameId,
      sessionIndexes: request.sessionIndexes,
      indexSuffices: connection.entraTenantId !== null,
    });
    const ended: string[] = [];
    for (const session of found) {
      if (!(await this.sessions.end(tx, tenant.id, session.id, 'idp_logout'))) continue;
      ended.push(session.id);
      await this.audit.append(tx, {
        ...this.frame(arrival, connection),
        type: 'sign_out',
        outcome: 'done',
        target: { kind: 'session', id: session.id },
        personId: session.userId,
        person: session.label,
        details: { initiator: 'idp', messageId: request.id },
      });
    }
    await this.audit.appendOnce(tx, {
      ...this.frame(arrival, connection),
      id: arrival.id,
      type: 'single_logout',
      outcome: 'accepted',
      details: {
        message: 'request',
        messageId: request.id,
        sessionIndexes: request.sessionIndexes.length,
        sessionsEnded: ended.length,
      },
    });
    return accept(ended);
  }

  /** The local session ended before we asked: all that the answer decides is what the page says. */
  private async answered(
    arrival: LogoutArrival,
    response: LogoutResponse,
    connection: Connection,
  ): Promise<LogoutOutcome> {
    const { pending } = arrival;
    if (pending?.requestId !== response.inResponseTo || pending.connectionId !== connection.id)
      return this.refuse(arrival, refuse('logout_response_unknown'), connection);
    const { code, subCode } = response.status;
    const isEverywhere = code === SUCCESS && subCode === null;
    await this.transactions.runRepeatable((tx) =>
      this.audit.appendOnce(tx, {
        ...this.frame(arrival, connection),
        id: arrival.id,
        type: 'single_logout',
        outcome: isEverywhere ? 'accepted' : 'refused',
        ...(isEverywhere ? {} : { reason: 'logout_not_everywhere' }),
        details: {
          message: 'response',
          requestId: pending.requestId,
          statusCode: code.slice(0, 200),
          ...(subCode === null ? {} : { subStatusCode: subCode.slice(0, 200) }),
        },
      }),
    );
    return { kind: 'answered', isEverywhere };
  }

  /** Anybody can send, and send again, what is refused: recorded like a flood of strangers. No session was touched. */
  private async refuse(
    arrival: LogoutArrival,
    refused: Refused,
    connection: Connection | null,
  ): Promise<LogoutOutcome> {
    await this.floods.record({
      ...this.frame(arrival, connection),
      id: arrival.id,
      type: 'single_logout',
      outcome: 'refused',
      reason: refused.code,
      actor: { kind: 'anonymous' },
      details: { facts: refused.facts },
    });
    const isResponse = arrival.transport.accepted && arrival.transport.value.kind === 'response';
    return { kind: 'refused', code: refused.code, isResponse };
  }

  private frame(
    arrival: LogoutArrival,
    connection: Connection | null,
  ): Pick<NewAuditEvent, 'tenantId' | 'timeMs' | 'actor' | 'connectionId' | 'origin'> {
    return {
      tenantId: arrival.tenant.id,
      timeMs: arrival.nowMs,
      actor: { kind: 'system', ...(connection ? { label: connection.name } : {}) },
      ...(connection ? { connectionId: connection.id } : {}),
      origin: arrival.origin,
    };
  }
}

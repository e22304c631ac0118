import { Injectable } from '@nestjs/common';
import { AuditReader, AuditService, FloodRecorder, referenceOf } from '../../audit/index.js';
import { type Connection, ConnectionsService, wouldJudgeAlike } from '../../connections/index.js';
import { type Transaction, Transactions } from '../../database/index.js';
import {
  type Decision,
  accept,
  type RefusalCode,
  refuse,
  type Refused,
} from '../../errors/index.js';
import { type Tenant, TenantsService } from '../../tenants/index.js';
import { type ProvisionedUser, UsersProvision } from '../../users/index.js';
import {
  isMultiFactor,
  oldestAuthnInstantMs,
  sessionEndMs,
  type VerifiedResponse,
} from '../saml/index.js';
import { SessionsEnd, SessionsOpen, UsedAssertions } from '../session/index.js';
import type { Arrival, Outcome } from './arrival.js';
import type { Attempt } from './attempt-cookies.js';
import { type Beginning, checkDemands, marksOf, useOf } from './beginning.js';
import { NO_DEMANDS } from './domain/demands.js';
import type { Invitation } from './invitations.js';
import { acceptedEvent, refusedEvent } from './sign-in-event.js';

/** What the transaction decided; the event's reference for the person who was refused. */
type Settled = Decision<void>;

/** Decides and records every arrival at the ACS. Nobody is signed in unrecorded, and no record exists of a sign-in that was not. */
@Injectable()
export class SignInService {
  constructor(
    private readonly transactions: Transactions,
    private readonly usedAssertions: UsedAssertions,
    private readonly tenants: TenantsService,
    private readonly connections: ConnectionsService,
    private readonly users: UsersProvision,
    private readonly opening: SessionsOpen,
    private readonly ending: SessionsEnd,
    private readonly audit: AuditService,
    private readonly auditReader: AuditReader,
    private readonly floods: FloodRecorder,
  ) {}

  async complete(arrival: Arrival): Promise<Outcome> {
    const { decision } = arrival.exchange;
    if (!decision.accepted) return this.refuse(arrival, decision);
    const { solicitation } = decision.value;
    if (solicitation.kind === 'unsolicited') return this.unsolicited(arrival, decision.value);
    const attempt = this.attemptAnswered(arrival, solicitation.requestId, decision.value);
    if (!attempt.accepted) return this.refuse(arrival, attempt);
    return this.signIn(arrival, decision.value, attempt.value);
  }

  /** The person said yes to an unsolicited response, which the browser posted again. */
  async completeInvited(
    arrival: Arrival,
    invitation: Decision<Invitation>,
    previousSessionId: string | null,
  ): Promise<Outcome> {
    const { decision } = arrival.exchange;
    if (!decision.accepted) return this.refuse(arrival, decision);
    if (!invitation.accepted) return this.refuse(arrival, invitation);
    if (!isInvited(decision.value))
      return this.refuse(arrival, refuse('invitation_unknown', { detail: 'connection' }));
    return this.signIn(arrival, decision.value, {
      ...invitation.value,
      requestId: null,
      previousSessionId,
      demands: NO_DEMANDS,
    });
  }

  private async signIn(
    arrival: Arrival,
    response: VerifiedResponse,
    beginning: Beginning,
  ): Promise<Outcome> {
    const settled = await this.transactions.runRepeatable((tx) =>
      this.settle(tx, arrival, response, beginning),
    );
    if (!settled.accepted) return this.refusedOutcome(arrival, settled.code);
    const { requestId, returnTo } = beginning;
    return { kind: 'signed_in', requestId, returnTo, credential: arrival.credential };
  }

  /** The attempt of this very browser that the response answers. */
  private attemptAnswered(
    arrival: Arrival,
    requestId: string,
    response: VerifiedResponse,
  ): Decision<Attempt> {
    const attempt = arrival.browser.attempts.find((candidate) => candidate.requestId === requestId);
    if (!attempt) {
      const isSpentHere = arrival.browser.done.some((marker) => marker.requestId === requestId);
      return refuse(isSpentHere ? 'assertion_replayed' : 'attempt_unknown');
    }
    if (attempt.connectionId !== response.connection.id)
      return refuse('attempt_connection_changed');
    return accept(attempt);
  }

  /**
   * The one transaction. The marks come first, so that a later refusal spends the assertion too; then everything is
   * decided, and only an accepted decision writes user, groups, roles and session. It always ends with one event.
   */
  private async settle(
    tx: Transaction,
    arrival: Arrival,
    response: VerifiedResponse,
    beginning: Beginning,
  ): Promise<Settled> {
    const claim = await this.usedAssertions.claim(
      tx,
      useOf(arrival, response, beginning),
      marksOf(response, beginning),
    );
    if (claim === 'claimed_before_by_us') return this.settledBefore(tx, arrival);
    const decision =
      claim === 'spent'
        ? refuse('assertion_replayed')
        : await this.decide(tx, arrival, response, beginning);
    if (!decision.accepted) {
      // Once: where the marks are another arrival's, a re-run cannot tell by them that our event was kept.
      await this.audit.appendOnce(tx, refusedEvent(arrival, decision, 'refused'));
      return decision;
    }
    const ended = await this.endSessionsOfThisBrowser(tx, arrival, beginning);
    await this.openSession(tx, arrival, response, decision.value);
    await this.audit.append(tx, acceptedEvent(arrival, decision.value, ended));
    return accept(undefined);
  }

  /** Our own COMMIT went through although its answer was lost: the event says how it ended. */
  private async settledBefore(tx: Transaction, arrival: Arrival): Promise<Settled> {
    const event = await this.auditReader.find(tx, arrival.tenant.id, arrival.id);
    if (!event) throw new Error('the marks of this arrival are there and its event is not');
    return event.outcome === 'accepted' ? accept(undefined) : refuse(event.reason as RefusalCode);
  }

  private async decide(
    tx: Transaction,
    arrival: Arrival,
    response: VerifiedResponse,
    beginning: Beginning,
  ): Promise<Decision<ProvisionedUser>> {
    const { assertion } = response;
    const met = checkDemands(response, beginning);
    if (!met.accepted) return met;
    // As they are now, not as they were when the signature was checked: what was switched off meanwhile is off.
    const tenant = await this.tenants.get(tx, arrival.tenant.id);
    if (tenant.activeConnectionId !== response.connection.id) return refuse('connection_inactive');
    const connection = await this.connectionNow(tx, response, tenant);
    if (!connection) return refuse('attempt_connection_changed');
    return this.users.provision(tx, {
      tenant,
      connection,
      claims: { attributes: assertion.attributes, nameId: assertion.nameId },
      nowMs: arrival.nowMs,
      origin: arrival.origin,
    });
  }

  /**
   * The connection as it is now, if it would judge the response the same: the key that verified may have been taken out since,
   * because a slow body gives an attacker half a minute. Keys that were only added lose nobody a sign-in.
   */
  private async connectionNow(
    tx: Transaction,
    { connection: judgedBy, certificateSha256Hex }: VerifiedResponse,
    tenant: Tenant,
  ): Promise<Connection | null> {
    if (isSameVersion(judgedBy, tenant)) return judgedBy;
    const now = await this.connections.findActive(tx, tenant.id);
    return now && wouldJudgeAlike(judgedBy, now, certificateSha256Hex) ? now : null;
  }

  private async endSessionsOfThisBrowser(
    tx: Transaction,
    arrival: Arrival,
    beginning: Beginning,
  ): Promise<string[]> {
    const held = [
      beginning.previousSessionId,
      ...arrival.browser.done.map((marker) => marker.sessionId),
    ];
    const ended: string[] = [];
    for (const id of new Set(held)) {
      if (id !== null && (await this.ending.end(tx, arrival.tenant.id, id, 'replaced')))
        ended.push(id);
    }
    return ended;
  }

  private openSession(
    tx: Transaction,
    arrival: Arrival,
    response: VerifiedResponse,
    user: ProvisionedUser,
  ): Promise<void> {
    const { assertion, connection } = response;
    const [statement] = assertion.authnStatements;
    const authenticatedAtMs = oldestAuthnInstantMs(assertion);
    return this.opening.open(tx, {
      credential: arrival.credential,
      tenantId: arrival.tenant.id,
      userId: user.id,
      connectionId: connection.id,
      nowMs: arrival.nowMs,
      absoluteMinutes: arrival.tenant.sessionAbsoluteMinutes,
      // By our clock: what lies in the future would count as recent until then.
      authnInstantMs: authenticatedAtMs && Math.min(authenticatedAtMs, arrival.nowMs),
      isMfa: isMultiFactor(assertion),
      sessionNotOnOrAfterMs: sessionEndMs(assertion.authnStatements, {
        nowMs: arrival.nowMs,
        clockSkewSeconds: connection.clockSkewSeconds,
      }),
      sessionIndex: statement?.sessionIndex ?? null,
      nameId: assertion.nameId,
      ip: arrival.origin.ip,
      userAgent: arrival.origin.userAgent,
    });
  }

  /** Refused before the one transaction. An attempt of ours or a verified signature is always one event; the rest may be a flood. */
  private async refuse(arrival: Arrival, refused: Refused): Promise<Outcome> {
    const isAttempt = arrival.browser.attempts.length > 0 || arrival.exchange.isSignatureVerified;
    const event = refusedEvent(arrival, refused, 'refused');
    if (isAttempt && refused.code !== 'rate_limited') {
      await this.transactions.runRepeatable((tx) => this.audit.appendOnce(tx, event));
    } else {
      await this.floods.record(event);
    }
    return this.refusedOutcome(arrival, refused.code);
  }

  private refusedOutcome(arrival: Arrival, code: RefusalCode): Outcome {
    const { decision } = arrival.exchange;
    const requestId =
      decision.accepted && decision.value.solicitation.kind === 'solicited'
        ? decision.value.solicitation.requestId
        : null;
    const isSpentHere = arrival.browser.done.some((marker) => marker.requestId === requestId);
    if (code === 'assertion_replayed' && isSpentHere) return { kind: 'resume' };
    return { kind: 'refused', code, reference: referenceOf(arrival.id) };
  }

  /** An unsolicited response signs nobody in by itself: anybody may have put it into this browser. */
  private async unsolicited(arrival: Arrival, response: VerifiedResponse): Promise<Outcome> {
    const event = refusedEvent(arrival, refuse('unsolicited'), 'redirected');
    await this.transactions.runRepeatable((tx) => this.audit.appendOnce(tx, event));
    if (isInvited(response)) return { kind: 'invited', response };
    return arrival.hasBounced
      ? { kind: 'bounced_again', reference: referenceOf(arrival.id) }
      : { kind: 'bounce' };
  }
}

/** Whoever must authenticate anew has to come by a request of ours that says so. */
function isInvited({ connection, solicitation }: VerifiedResponse): boolean {
  return (
    solicitation.kind === 'unsolicited' &&
    connection.idpInitiated === 'confirm' &&
    connection.forceAuthn === 'off'
  );
}

function isSameVersion(connection: Connection, tenant: Tenant): boolean {
  return (
    connection.version === tenant.activeConnectionVersion &&
    connection.updatedAtMs === tenant.activeConnectionUpdatedAtMs
  );
}

import type { NewAuditEvent } from '../../audit/index.js';
import type { Refused } from '../../errors/index.js';
import type { ProvisionedUser } from '../../users/index.js';
import type { Arrival } from './arrival.js';

type Details = Record<string, unknown>;
type SignInEvent = NewAuditEvent & { readonly id: string };

/** The one audit event of an arrival that signed somebody in. Its id is the arrival's. */
export function acceptedEvent(
  arrival: Arrival,
  user: ProvisionedUser,
  endedSessionIds: readonly string[],
): SignInEvent {
  return {
    ...frameOf(arrival),
    outcome: 'accepted',
    actor: { kind: 'user', id: user.id, label: user.label },
    target: { kind: 'session', id: arrival.credential.id },
    personId: user.id,
    person: user.person,
    details: {
      ...messageDetails(arrival),
      isNewUser: user.isNew,
      roles: user.roles,
      claims: user.claimFacts,
      ...(endedSessionIds.length > 0 ? { endedSessions: endedSessionIds } : {}),
    },
  };
}

/** The one audit event of an arrival that was refused, or (`redirected`) sent to start anew. */
export function refusedEvent(
  arrival: Arrival,
  refused: Refused,
  outcome: 'refused' | 'redirected',
): SignInEvent {
  const { userId, person, ...facts } = refused.facts;
  return {
    ...frameOf(arrival),
    outcome,
    reason: refused.code,
    actor:
      userId === undefined
        ? { kind: 'anonymous' }
        : { kind: 'user', id: userId, ...(person === undefined ? {} : { label: person }) },
    ...(userId === undefined ? {} : { personId: userId }),
    ...(person === undefined ? {} : { person }),
    details: { ...messageDetails(arrival), ...(Object.keys(facts).length > 0 ? { facts } : {}) },
  };
}

function frameOf(
  arrival: Arrival,
): Pick<SignInEvent, 'id' | 'timeMs' | 'tenantId' | 'type' | 'connectionId' | 'origin'> {
  const { connection } = arrival.exchange;
  return {
    id: arrival.id,
    timeMs: arrival.nowMs,
    tenantId: arrival.tenant.id,
    type: 'sign_in',
    ...(connection ? { connectionId: connection.id } : {}),
    origin: arrival.origin,
  };
}

/** What support asks for first; nothing of the message before it was verified. */
function messageDetails(arrival: Arrival): Details {
  const { decision, connection } = arrival.exchange;
  const details: Details = connection ? { connectionVersion: connection.version } : {};
  if (!decision.accepted) return details;
  const { assertion, outline, solicitation } = decision.value;
  const [statement] = assertion.authnStatements;
  return {
    ...details,
    assertionId: assertion.id,
    signed: [
      ...(outline.signature ? ['response'] : []),
      ...(outline.assertion?.signature ? ['assertion'] : []),
    ],
    issuedAt: new Date(assertion.issueInstantMs).toISOString(),
    ...(statement === undefined
      ? {}
      : {
          authenticatedAt: new Date(statement.authnInstantMs).toISOString(),
          authnContext: statement.classRef,
        }),
    ...(solicitation.kind === 'solicited'
      ? { requestId: solicitation.requestId }
      : { initiatedBy: 'idp' }),
  };
}

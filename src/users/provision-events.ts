import type { NewAuditEvent } from '../audit/index.js';
import { listedValues } from './domain/describe-changes.js';
import { labelOf, personOf } from './domain/person.js';
import type { ClaimedProfile } from './domain/read-profile.js';
import type { ProvisionPlan } from './provision-decision.js';
import type { Difference } from './provision-difference.js';
import type { ProvisionedUser, ProvisionRequest } from './provision-request.js';
import { inRoleOrder } from './role-order.js';

/** What a sign-in changed of an account: none for a returning person with nothing new. */
export function eventsOf(
  userId: string,
  request: ProvisionRequest,
  plan: ProvisionPlan,
  difference: Difference,
): NewAuditEvent[] {
  const { person } = plan.profile;
  const event = (type: NewAuditEvent['type'], details: Record<string, unknown>): NewAuditEvent => ({
    tenantId: request.tenant.id,
    timeMs: request.nowMs,
    type,
    outcome: 'done',
    actor: { kind: 'system', label: 'sign-in' },
    target: { kind: 'user', id: userId, label: labelOf(person) },
    personId: userId,
    person: personOf(person),
    connectionId: request.connection.id,
    origin: request.origin,
    details,
  });
  const events: NewAuditEvent[] = [];
  if (!plan.before) events.push(event('user.created', createdDetails(request, plan)));
  if (plan.isAdopted) events.push(event('user.adopted', adoptedDetails(request, plan)));
  const updated = updatedDetails(plan, difference);
  if (Object.keys(updated).length > 0) events.push(event('user.updated', updated));
  if (difference.roles.added.length + difference.roles.removed.length > 0)
    events.push(event('user.roles_changed', rolesDetails(plan)));
  return events;
}

function createdDetails({ connection }: ProvisionRequest, plan: ProvisionPlan) {
  const { profile, adoptionObstacle } = plan;
  return {
    idpEntityId: connection.idpEntityId,
    stableId: profile.stableId,
    ...profile.person,
    groups: profile.groups.known ? listedValues(profile.groups.values) : 'unknown',
    ...ignoredOf(profile),
    ...(adoptionObstacle === null ? {} : { notAdopted: adoptionObstacle }),
  };
}

function adoptedDetails({ connection }: ProvisionRequest, { before, profile }: ProvisionPlan) {
  return {
    before: { idpEntityId: before?.idpEntityId, stableId: before?.stableId },
    after: { idpEntityId: connection.idpEntityId, stableId: profile.stableId },
  };
}

/** One entry per field, each with its values before and after; groups as those added and removed. */
function updatedDetails(plan: ProvisionPlan, difference: Difference): Record<string, unknown> {
  if (!plan.before) return {};
  const { groups, groupsKnown } = difference;
  const details: Record<string, unknown> = { ...difference.person };
  if (groups.added.length + groups.removed.length > 0)
    details.groups = { added: listedValues(groups.added), removed: listedValues(groups.removed) };
  if (groupsKnown.before !== groupsKnown.after) details.groupsKnown = groupsKnown;
  return Object.keys(details).length === 0 ? {} : { ...details, ...ignoredOf(plan.profile) };
}

function rolesDetails({ standing, mappedRoles }: ProvisionPlan) {
  const manual = inRoleOrder(standing.manualRoles);
  return {
    before: { mapped: inRoleOrder(standing.mappedRoles), manual },
    after: { mapped: inRoleOrder(mappedRoles), manual },
  };
}

/** For the sign-in's own event. */
export function claimFactsOf({ profile }: ProvisionPlan): ProvisionedUser['claimFacts'] {
  const { groups, homeIdentityProvider, authnMethods } = profile;
  return {
    groups: groups.known ? groups.values.length : `unknown: ${groups.why}`,
    ...(homeIdentityProvider === null ? {} : { homeIdentityProvider }),
    ...(authnMethods.length === 0 ? {} : { authnMethods }),
    ...ignoredOf(profile),
  };
}

function ignoredOf({ notes }: ClaimedProfile): { ignored?: readonly string[] } {
  return notes.length === 0 ? {} : { ignored: notes };
}

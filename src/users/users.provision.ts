import { Injectable } from '@nestjs/common';
import { AuditService } from '../audit/index.js';
import { type SqlValue, type Transaction, uuidv7 } from '../database/index.js';
import { accept, type Decision } from '../errors/index.js';
import { labelOf, lowerCase, type Person, personOf } from './domain/person.js';
import { readProfile } from './domain/read-profile.js';
import { decideProvision, type ProvisionPlan } from './provision-decision.js';
import { type Difference, differenceOf } from './provision-difference.js';
import { claimFactsOf, eventsOf } from './provision-events.js';
import type { ProvisionedUser, ProvisionRequest } from './provision-request.js';
import { inRoleOrder } from './role-order.js';
import { writeMemberships } from './write-groups.js';
import { writeMappedRoles } from './write-roles.js';

/**
 * Just-in-time accounts: makes or updates the user of a verified sign-in, with groups and roles, all of it decided
 * before any of it is written. A refusal leaves no trace of the person but what the caller records.
 */
@Injectable()
export class UsersProvision {
  constructor(private readonly audit: AuditService) {}

  /** Refusals carry `person`, and `userId` where there is an account. May run again whole, with the transaction. */
  async provision(tx: Transaction, request: ProvisionRequest): Promise<Decision<ProvisionedUser>> {
    const profile = readProfile(request.claims, request.connection);
    if (!profile.accepted) return profile;
    // Twice: whoever loses the race of two first sign-ins finds the winner's row, which is committed by then. (Of several
    // losers at once MySQL lets one go on and undoes the others as deadlocked: they run again whole and find it, too.)
    for (let round = 1; round <= 2; round += 1) {
      const plan = await decideProvision(tx, request, profile.value);
      if (!plan.accepted) return plan;
      const user = await this.write(tx, request, plan.value);
      if (user) return accept(user);
    }
    throw new Error('another user holds the identity, but could not be read');
  }

  /** @returns null where another transaction has just written the same identity */
  private async write(
    tx: Transaction,
    request: ProvisionRequest,
    plan: ProvisionPlan,
  ): Promise<ProvisionedUser | null> {
    const { tenant, nowMs } = request;
    const difference = differenceOf(plan);
    const userId = plan.before?.id ?? uuidv7(nowMs);
    const isWritten = plan.before
      ? await updateUser(tx, userId, request, plan, difference)
      : await insertUser(tx, userId, request, plan);
    if (!isWritten) return null;

    const owner = { tenantId: tenant.id, userId, nowMs };
    await writeMemberships(tx, owner, plan, difference.groups);
    await writeMappedRoles(tx, owner, difference.roles);
    for (const event of eventsOf(userId, request, plan, difference))
      await this.audit.append(tx, event);
    return {
      id: userId,
      label: labelOf(plan.profile.person),
      person: personOf(plan.profile.person),
      isNew: plan.before === null,
      roles: inRoleOrder([...plan.mappedRoles, ...plan.standing.manualRoles]),
      changed: difference.isAny,
      claimFacts: claimFactsOf(plan),
    };
  }
}

/**
 * Unchanged, the only write is the time of the last sign-in.
 * @returns false where an adopted account's new identity was taken by another transaction meanwhile
 */
async function updateUser(
  tx: Transaction,
  userId: string,
  request: ProvisionRequest,
  plan: ProvisionPlan,
  difference: Difference,
): Promise<boolean> {
  const { nowMs, connection } = request;
  const columns: Record<string, SqlValue> = { last_sign_in_at_ms: nowMs };
  if (difference.isAny) {
    Object.assign(columns, personColumns(plan.profile.person), {
      groups_known: Number(difference.groupsKnown.after),
      updated_at_ms: nowMs,
    });
  }
  if (plan.isAdopted) {
    Object.assign(columns, {
      identity_hash: plan.identityHash,
      idp_entity_id: connection.idpEntityId,
      stable_id: plan.profile.stableId,
    });
  }
  const assignments = Object.keys(columns).map((column) => `${column} = ?`);
  return tx.insertUnlessDuplicate(`UPDATE users SET ${assignments.join(', ')} WHERE id = ?`, [
    ...Object.values(columns),
    userId,
  ]);
}

function insertUser(
  tx: Transaction,
  userId: string,
  { tenant, connection, nowMs }: ProvisionRequest,
  { profile, identityHash }: ProvisionPlan,
): Promise<boolean> {
  const columns: Record<string, SqlValue> = {
    id: userId,
    tenant_id: tenant.id,
    identity_hash: identityHash,
    idp_entity_id: connection.idpEntityId,
    stable_id: profile.stableId,
    ...personColumns(profile.person),
    state: 'active',
    sessions_not_before_ms: 0,
    groups_known: Number(profile.groups.known),
    created_at_ms: nowMs,
    updated_at_ms: nowMs,
    last_sign_in_at_ms: nowMs,
  };
  const names = Object.keys(columns);
  return tx.insertUnlessDuplicate(
    `INSERT INTO users (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
    Object.values(columns),
  );
}

function personColumns(person: Person): Record<string, SqlValue> {
  return {
    subject: person.subject,
    subject_lower: person.subject === null ? null : lowerCase(person.subject),
    email: person.email,
    email_lower: person.email === null ? null : lowerCase(person.email),
    display_name: person.displayName,
    given_name: person.givenName,
    surname: person.surname,
  };
}

import type { Transaction } from '../database/index.js';
import { accept, type Decision, type Facts, type RefusalCode, refuse } from '../errors/index.js';
import { ROLES } from '../tenants/index.js';
import { adoptionObstacle, type AdoptionObstacle, identityHash } from './domain/link-identity.js';
import { lowerCase, personOf } from './domain/person.js';
import type { ClaimedProfile } from './domain/read-profile.js';
import { resolveRoles } from './domain/resolve-roles.js';
import type { ProvisionRequest } from './provision-request.js';
import {
  findByAlias,
  findByIdentity,
  type GroupIds,
  NO_STANDING,
  readRulesAndGroups,
  readStanding,
  readStandingAndRules,
  type Standing,
  type UserRow,
} from './user-rows.js';

/** Everything that was decided, and what stood there before. Nothing is written yet. */
export interface ProvisionPlan {
  readonly profile: ClaimedProfile;
  readonly identityHash: string;
  /** Null: a new user. */
  readonly before: UserRow | null;
  readonly standing: Standing;
  /** Those of the asserted groups that were read on the way. */
  readonly groupIds: GroupIds;
  /** `before` was found by its alias and becomes this identity's account. */
  readonly isAdopted: boolean;
  /** The window was open, and yet nobody was adopted. */
  readonly adoptionObstacle: AdoptionObstacle | null;
  readonly mappedRoles: readonly string[];
}

const NO_GROUPS: GroupIds = new Map();

/** Who it is, whether they may come in, with which roles. Reads and locks, never writes. */
export async function decideProvision(
  tx: Transaction,
  request: ProvisionRequest,
  profile: ClaimedProfile,
): Promise<Decision<ProvisionPlan>> {
  const { tenant, connection } = request;
  const hash = identityHash(connection.idpEntityId, profile.stableId);
  const known = await findByIdentity(tx, tenant.id, hash);
  const adoption = known ? NOT_ASKED : await findAdopted(tx, request, profile);
  const before = known ?? adoption.user;
  const person = personOf(before ?? profile.person);
  const no = (code: RefusalCode, facts: Facts = {}) =>
    refuse(code, { ...facts, person, ...(before ? { userId: before.id } : {}) });

  if (before?.state === 'suspended') return no('user_suspended');
  if (adoption.suspendedId !== null)
    return refuse('user_suspended', { person, userId: adoption.suspendedId });
  if (!before && !tenant.jitEnabled)
    return no('user_unknown', adoption.obstacle === null ? {} : { notAdopted: adoption.obstacle });

  const asserted = profile.groups.known ? profile.groups.values : [];
  const { standing, rules, groupIds } = known
    ? { ...(await readStandingAndRules(tx, tenant.id, known.id)), groupIds: NO_GROUPS }
    : {
        standing: adoption.standing,
        ...(await readRulesAndGroups(tx, tenant.id, asserted)),
      };
  const roles = resolveRoles(
    profile,
    {
      rules,
      assignableRoles: ROLES,
      defaultRole: tenant.defaultRole,
      requiresRoleMatch: tenant.requiresRoleMatch,
      groupsOverage: connection.groupsOverage,
    },
    [...standing.groups.keys()],
  );
  if (!roles.accepted) return no(roles.code, roles.facts);
  return accept({
    profile,
    identityHash: hash,
    before,
    standing,
    groupIds,
    isAdopted: adoption.user !== null,
    adoptionObstacle: adoption.obstacle,
    mappedRoles: roles.value,
  });
}

interface Adoption {
  readonly user: UserRow | null;
  readonly standing: Standing;
  readonly obstacle: AdoptionObstacle | null;
  readonly suspendedId: string | null;
}

const NOT_ASKED: Adoption = {
  user: null,
  standing: NO_STANDING,
  obstacle: null,
  suspendedId: null,
};

/** Inside the connection's window only. Outside of it an alias is nothing but text. */
async function findAdopted(
  tx: Transaction,
  { tenant, connection, nowMs }: ProvisionRequest,
  profile: ClaimedProfile,
): Promise<Adoption> {
  const isOpen = connection.adoptsByUpnUntilMs !== null && nowMs < connection.adoptsByUpnUntilMs;
  if (!isOpen || profile.upn === null) return NOT_ASKED;
  const users = await findByAlias(tx, tenant.id, lowerCase(profile.upn));
  const [user] = users;
  const standing = user && users.length === 1 ? await readStanding(tx, user.id) : NO_STANDING;
  const isPrivileged =
    standing.manualRoles.length > 0 || standing.mappedRoles.includes('administrator');
  const obstacle = adoptionObstacle(
    { ...profile, ...connection },
    users.map((holder) => ({ ...holder, isPrivileged })),
  );
  // A new account would let a suspended person back in; being too powerful to be adopted does not change that.
  const isSamePerson = obstacle === null || obstacle === 'privileged';
  if (user && isSamePerson && user.state === 'suspended')
    return { ...NOT_ASKED, suspendedId: user.id };
  return obstacle === null && user
    ? { user, standing, obstacle, suspendedId: null }
    : { ...NOT_ASKED, obstacle };
}

import { changesOf } from './domain/describe-changes.js';
import type { ProvisionPlan } from './provision-decision.js';
import { type GroupChange, groupChange } from './write-groups.js';
import { type RoleChange, roleChange } from './write-roles.js';

/** What differs from what stands there, and therefore is written and recorded. */
export interface Difference {
  readonly person: ReturnType<typeof changesOf>;
  readonly groups: GroupChange;
  readonly groupsKnown: { readonly before: boolean | null; readonly after: boolean };
  readonly roles: RoleChange;
  readonly isAny: boolean;
}

/** Unknown groups are no difference in groups: the memberships stay as they are. */
export function differenceOf(plan: ProvisionPlan): Difference {
  const { before, profile, standing } = plan;
  const person = before ? changesOf(before, profile.person) : {};
  const groups = profile.groups.known
    ? groupChange(standing, profile.groups.values)
    : { added: [], removed: [] };
  const groupsKnown = {
    before: before && before.groupsKnown === 1,
    after: profile.groups.known,
  };
  const roles = roleChange(standing, plan.mappedRoles);
  const isAny =
    before === null ||
    plan.isAdopted ||
    groupsKnown.before !== groupsKnown.after ||
    [Object.keys(person), groups.added, groups.removed, roles.added, roles.removed].some(
      (list) => list.length > 0,
    );
  return { person, groups, groupsKnown, roles, isAny };
}

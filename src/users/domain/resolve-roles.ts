import { accept, type Decision, refuse } from '../../errors/index.js';
import { trimXmlBlanks } from './asserted-claims.js';
import type { GroupsClaim } from './read-groups.js';

export type RuleSource = 'group' | 'app_role' | 'attribute';

/** Whoever has the value gets the role. Group values are canonical (canonicalGroupValue) on both sides. */
export interface MappingRule {
  readonly source: RuleSource;
  readonly attributeName: string | null; // for source attribute only
  readonly value: string;
  readonly role: string;
}

export interface RoleClaims {
  readonly groups: GroupsClaim;
  readonly appRoles: readonly string[];
  readonly attributes: ReadonlyMap<string, readonly string[]>;
}

export interface RolePolicy {
  readonly rules: readonly MappingRule[];
  /** Every role that a rule or a default may give, most powerful first. `operator` is none of them. */
  readonly assignableRoles: readonly string[];
  /** For a person whom no rule matches; null: no role. */
  readonly defaultRole: string | null;
  readonly requiresRoleMatch: boolean;
  readonly groupsOverage: 'keep' | 'refuse';
}

/**
 * The mapped roles of a person. While the groups are unknown and the connection keeps, group rules look at the groups
 * last known: what groups gave stays, a rule that an administrator adds or removes still takes effect, and app roles
 * and attributes follow this response. A person never seen with known groups has none last known: the default role, or
 * a refusal where the tenant requires a match.
 * Grants by hand do not count as a match: they add roles, they do not open the door.
 * @param lastKnownGroups values of the memberships stored for the person; none for a new one
 * @returns roles in the order of `assignableRoles`
 */
export function resolveRoles(
  claims: RoleClaims,
  policy: RolePolicy,
  lastKnownGroups: readonly string[],
): Decision<readonly string[]> {
  const { groups } = claims;
  if (!groups.known && policy.groupsOverage === 'refuse')
    return refuse('groups_unknown', { why: groups.why });

  const groupValues = new Set(groups.known ? groups.values : lastKnownGroups);
  const appRoles = new Set(claims.appRoles);
  const hasValue = (rule: MappingRule): boolean => {
    switch (rule.source) {
      case 'group':
        return groupValues.has(rule.value);
      case 'app_role':
        return appRoles.has(rule.value);
      case 'attribute':
        return attributeHas(claims.attributes, rule);
    }
  };
  const matched = new Set(policy.rules.filter(hasValue).map((rule) => rule.role));
  const given = policy.assignableRoles.filter((role) => matched.has(role));
  if (given.length > 0) return accept(given);
  if (policy.requiresRoleMatch)
    return refuse('role_match_required', {
      rules: policy.rules.length.toString(),
      groups: groups.known ? groups.values.length.toString() : `unknown: ${groups.why}`,
    });
  return accept(policy.assignableRoles.filter((role) => role === policy.defaultRole));
}

function attributeHas(attributes: RoleClaims['attributes'], rule: MappingRule): boolean {
  const values = attributes.get(rule.attributeName ?? '') ?? [];
  return values.some((value) => trimXmlBlanks(value) === rule.value);
}

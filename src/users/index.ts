/**
 * People and what they may do: just-in-time accounts, groups, roles, mapping rules. Owns the tables `users`, `idp_groups`,
 * `memberships`, `user_roles`, `mapping_rules`. Promises that an account is found by the connection's one stable
 * identifier and by nothing else (adoption inside an administrator's window excepted), that grants by hand survive every
 * sign-in, and that every change is an audit event in the same transaction.
 */
export type { Page } from './directory-pages.js';
export type { PageKey, UserFilter } from './directory-query.js';
export type { AssertedClaims } from './domain/asserted-claims.js';
export { describeClaimed } from './domain/read-profile.js';
export type { MappingRule, RuleSource } from './domain/resolve-roles.js';
export { GroupEntity } from './group.entity.js';
export { MappingRuleEntity } from './mapping-rule.entity.js';
export {
  MappingRulesService,
  type NewMappingRule,
  type StoredMappingRule,
} from './mapping-rules.service.js';
export { MembershipEntity } from './membership.entity.js';
export { pageCursor, readPageCursor } from './page-cursor.js';
export type { ProvisionedUser, ProvisionRequest } from './provision-request.js';
export { removePeopleOf } from './remove-people.js';
export { UserEntity } from './user.entity.js';
export { UserRoleEntity } from './user-role.entity.js';
export {
  CHANGED_SINCE_OVERLAP_MS,
  type Group,
  type GroupsOfUser,
  type ListedUser,
  type RolesOfUser,
  type UserDetail,
  UsersDirectory,
} from './users.directory.js';
export { UsersGrants } from './users.grants.js';
export { UsersModule } from './users.module.js';
export { UsersProvision } from './users.provision.js';
export { UsersSuspend } from './users.suspend.js';

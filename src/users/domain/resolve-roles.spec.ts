import { describe, expect, it } from '@jest/globals';
import type { GroupsClaim } from './read-groups.js';
import {
  type MappingRule,
  resolveRoles,
  type RolePolicy,
  type RuleSource,
} from './resolve-roles.js';

const ROLES = ['administrator', 'editor', 'contributor', 'viewer'];
const rule = (
  source: RuleSource,
  value: string,
  role: string,
  attributeName: string | null = null,
): MappingRule => ({ source, attributeName, value, role });
const policy: RolePolicy = {
  rules: [
    rule('group', 'g-edit', 'editor'),
    rule('group', 'g-admin', 'administrator'),
    rule('app_role', 'Uploader', 'contributor'),
    rule('attribute', 'Press', 'editor', 'department'),
    rule('attribute', 'boss', 'operator', 'title'),
  ],
  assignableRoles: ROLES,
  defaultRole: 'viewer',
  requiresRoleMatch: false,
  groupsOverage: 'keep',
};
const nobody = {
  groups: { known: true, values: [] } as GroupsClaim,
  appRoles: [] as string[],
  attributes: new Map<string, readonly string[]>(),
};
const inGroups = (...values: string[]) => ({ ...nobody, groups: { known: true, values } as const });
const unknown = {
  ...nobody,
  groups: { known: false, why: 'link_instead', sent: 0 } as const,
};
const outcome = (claims: typeof nobody, change: Partial<RolePolicy> = {}, last: string[] = []) => {
  const decision = resolveRoles(claims, { ...policy, ...change }, last);
  return decision.accepted ? decision.value.join(' ') : decision.code;
};

describe('mapped roles', () => {
  it.each([
    { given: 'a mapped group', claims: inGroups('g-edit'), are: 'editor' },
    {
      given: 'two mapped groups',
      claims: inGroups('g-edit', 'g-admin'),
      are: 'administrator editor',
    },
    { given: 'an app role', claims: { ...nobody, appRoles: ['Uploader'] }, are: 'contributor' },
    {
      given: 'an attribute',
      claims: { ...nobody, attributes: new Map([['department', ['Sales', ' Press\n']]]) },
      are: 'editor',
    },
    {
      given: 'another attribute’s value',
      claims: { ...nobody, attributes: new Map([['x', ['Press']]]) },
      are: 'viewer',
    },
    {
      given: 'a group that is called like an app role',
      claims: inGroups('Uploader'),
      are: 'viewer',
    },
    { given: 'a group in another case', claims: inGroups('G-EDIT'), are: 'viewer' },
    { given: 'no match', claims: nobody, are: 'viewer' },
    {
      given: 'a rule that names operator',
      claims: { ...nobody, attributes: new Map([['title', ['boss']]]) },
      are: 'viewer',
    },
  ])('$given: $are', ({ claims, are }) => {
    expect(outcome(claims)).toBe(are);
  });

  it('no match and no default is no role', () => {
    expect(outcome(nobody, { defaultRole: null })).toBe('');
  });

  it('a default of operator gives nothing', () => {
    expect(outcome(nobody, { defaultRole: 'operator' })).toBe('');
  });

  it('a match takes the default’s place', () => {
    expect(outcome(inGroups('g-edit'), { defaultRole: 'contributor' })).toBe('editor');
  });

  it('a required match that lacks is a refusal, and a rule that gives nothing is no match', () => {
    const strict = { requiresRoleMatch: true };
    const boss = { ...nobody, attributes: new Map([['title', ['boss']]]) };
    expect(outcome(nobody, strict)).toBe('role_match_required');
    expect(outcome(boss, strict)).toBe('role_match_required');
    expect(outcome(inGroups('g-edit'), strict)).toBe('editor');
  });
});

describe('while the groups are unknown', () => {
  it('group rules look at those last known, the rest at this response', () => {
    const now = { ...unknown, appRoles: ['Uploader'] };
    expect(outcome(now, {}, ['g-edit'])).toBe('editor contributor');
  });

  it('a removed rule no longer gives its role', () => {
    expect(outcome(unknown, { rules: [] }, ['g-edit'])).toBe('viewer');
  });

  it('nobody’s groups last known: the default, or a refusal where a match is required', () => {
    expect(outcome(unknown)).toBe('viewer');
    expect(outcome(unknown, { requiresRoleMatch: true })).toBe('role_match_required');
  });

  it('the connection may refuse', () => {
    const decision = resolveRoles(unknown, { ...policy, groupsOverage: 'refuse' }, ['g-edit']);
    expect(decision).toEqual({
      accepted: false,
      code: 'groups_unknown',
      facts: { why: 'link_instead' },
    });
  });

  it('known groups do not care how overage is met', () => {
    expect(outcome(inGroups('g-edit'), { groupsOverage: 'refuse' }, ['g-admin'])).toBe('editor');
  });
});

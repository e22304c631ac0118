import { describe, expect, it } from '@jest/globals';
import { canonicalRule, ruleHash, ruleProblem } from './mapping-rule.js';
import type { MappingRule } from './resolve-roles.js';

const GUID = 'a3b2c1d0-0000-4000-8000-00000000b51a';
const group: MappingRule = { source: 'group', attributeName: null, value: GUID, role: 'editor' };

describe('a mapping rule', () => {
  it('is written as it is compared', () => {
    expect(canonicalRule({ ...group, value: ` ${GUID.toUpperCase()}\n` })).toEqual(group);
    expect(canonicalRule({ ...group, source: 'app_role', value: 'ADMIN' }).value).toBe('ADMIN');
  });

  it.each([
    { given: 'a group', rule: group, is: null },
    {
      given: 'an attribute',
      rule: { ...group, source: 'attribute', attributeName: 'x' },
      is: null,
    },
    { given: 'an unknown source', rule: { ...group, source: 'email' }, is: 'source' },
    {
      given: 'no attribute name',
      rule: { ...group, source: 'attribute' },
      is: 'attribute_missing',
    },
    {
      given: 'an attribute name too many',
      rule: { ...group, attributeName: 'x' },
      is: 'attribute_unwanted',
    },
    {
      given: 'an empty attribute name',
      rule: { ...group, source: 'attribute', attributeName: '' },
      is: 'attribute',
    },
    { given: 'an empty value', rule: { ...group, value: '' }, is: 'value' },
    { given: 'a value of two lines', rule: { ...group, value: 'a\nb' }, is: 'value' },
    { given: 'a value that is too long', rule: { ...group, value: 'x'.repeat(1025) }, is: 'value' },
  ])('$given: $is', ({ rule, is }) => {
    expect(ruleProblem(rule as MappingRule)).toBe(is);
  });

  it('equal rules have one digest, others another', () => {
    expect(ruleHash(group)).toBe(ruleHash({ ...group }));
    expect(ruleHash(group)).not.toBe(ruleHash({ ...group, role: 'viewer' }));
    expect(ruleHash(group)).not.toBe(ruleHash({ ...group, source: 'app_role' }));
  });
});

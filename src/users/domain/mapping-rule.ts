import { hasForbiddenCharacters, trimXmlBlanks } from './asserted-claims.js';
import { digestOf } from './digest.js';
import { canonicalGroupValue } from './read-groups.js';
import type { MappingRule, RuleSource } from './resolve-roles.js';

export const RULE_SOURCES: readonly RuleSource[] = ['group', 'app_role', 'attribute'];

export type RuleProblem =
  'source' | 'attribute_missing' | 'attribute_unwanted' | 'attribute' | 'value';

const MAX_ATTRIBUTE_NAME_LENGTH = 512;
const MAX_VALUE_LENGTH = 1024;

/** As it is compared at sign-in: without the blanks that pasting adds, group ids in small letters. */
export function canonicalRule(rule: MappingRule): MappingRule {
  const value = trimXmlBlanks(rule.value);
  return {
    source: rule.source,
    attributeName: rule.attributeName === null ? null : trimXmlBlanks(rule.attributeName),
    value: rule.source === 'group' ? canonicalGroupValue(value) : value,
    role: rule.role,
  };
}

/** @returns what is wrong with a canonical rule, its role aside; null: nothing */
export function ruleProblem({ source, attributeName, value }: MappingRule): RuleProblem | null {
  if (!RULE_SOURCES.includes(source)) return 'source';
  if (source === 'attribute' && attributeName === null) return 'attribute_missing';
  if (source !== 'attribute' && attributeName !== null) return 'attribute_unwanted';
  if (attributeName !== null && !isText(attributeName, MAX_ATTRIBUTE_NAME_LENGTH))
    return 'attribute';
  return isText(value, MAX_VALUE_LENGTH) ? null : 'value';
}

/** Equal rules of a tenant are one rule. */
export function ruleHash({ source, attributeName, value, role }: MappingRule): string {
  return digestOf([source, attributeName ?? '', value, role]);
}

function isText(text: string, maxLength: number): boolean {
  return text !== '' && text.length <= maxLength && !hasForbiddenCharacters(text);
}

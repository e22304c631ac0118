import { type AssertedClaims, hasForbiddenCharacters, valuesOf } from './asserted-claims.js';
import { isGroupsLinkName, isGroupsName } from './claim-names.js';
import { digestOf } from './digest.js';

/** Unknown is not empty: whoever is in too many groups to be told keeps what was known, or is refused. */
export type GroupsClaim =
  | { readonly known: true; readonly values: readonly string[] }
  | { readonly known: false; readonly why: 'link_instead' | 'too_many'; readonly sent: number };

export const MAX_GROUPS = 5000;
const MAX_VALUE_LENGTH = 1024;

/**
 * The groups of a person. No such attribute: none (Entra omits it then). A link instead: unknown; its URL is neither kept
 * nor followed (Entra: that service is gone, and an address out of a message is a door into our network).
 * More than MAX_GROUPS: unknown too, since a part of the groups must never pass for all of them.
 */
export function readGroups(claims: AssertedClaims): {
  readonly groups: GroupsClaim;
  readonly notes: readonly string[];
} {
  const sent = valuesOf(claims, isGroupsName);
  if ([...claims.attributes.keys()].some(isGroupsLinkName))
    return { groups: { known: false, why: 'link_instead', sent: sent.length }, notes: [] };
  if (sent.length > MAX_GROUPS)
    return { groups: { known: false, why: 'too_many', sent: sent.length }, notes: [] };
  const usable = sent.filter((value) => isGroupValue(value));
  return {
    groups: { known: true, values: [...new Set(usable.map(canonicalGroupValue))] },
    notes: usable.length === sent.length ? [] : ['groups'],
  };
}

/** A value that cannot be a group is left out: that can cost a role, never give one. */
export function isGroupValue(value: string): boolean {
  return value !== '' && value.length <= MAX_VALUE_LENGTH && !hasForbiddenCharacters(value);
}

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * How a group is written in groups and in mapping rules alike. A GUID is a number (RFC 9562 4): Entra sends it in lower
 * case, administrators paste it in either. Everything else is a name, and names are compared byte for byte.
 */
export function canonicalGroupValue(value: string): string {
  return GUID.test(value) ? value.toLowerCase() : value;
}

/** What a group is found by. */
export function groupHash(canonicalValue: string): string {
  return digestOf([canonicalValue]);
}

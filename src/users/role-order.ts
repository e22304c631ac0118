import { ROLES } from '../tenants/index.js';

/** Each role once, most powerful first; roles that are not ours to order come last, by name. */
export function inRoleOrder(roles: readonly string[]): string[] {
  const known: readonly string[] = ROLES;
  const rank = (role: string) => (known.includes(role) ? known.indexOf(role) : known.length);
  return [...new Set(roles)].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

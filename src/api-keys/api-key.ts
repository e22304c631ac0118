import { UserError } from '../errors/index.js';

/** What a key may read, and nothing else: there is no scope that writes. */
export const API_KEY_SCOPES = ['users:read', 'groups:read', 'roles:read', 'audit:read'] as const;
export type ApiKeyScope = (typeof API_KEY_SCOPES)[number];

/** A key as it is listed. Its secret was shown once and is not stored. */
export interface ApiKey {
  readonly id: string;
  readonly tenantId: string | null; // null: every tenant
  readonly name: string;
  readonly scopes: readonly string[];
  readonly createdAtMs: number;
  readonly expiresAtMs: number | null;
  readonly revokedAtMs: number | null;
  readonly lastUsedAtMs: number | null; // to the minute
}

/** @throws UserError for an empty list or a scope that there is not */
export function checkedScopes(scopes: readonly string[]): ApiKeyScope[] {
  const wanted = new Set(scopes);
  const foreign = scopes.find((scope) => !(API_KEY_SCOPES as readonly string[]).includes(scope));
  if (wanted.size > 0 && foreign === undefined)
    return API_KEY_SCOPES.filter((scope) => wanted.has(scope));
  throw new UserError(
    'scope_unknown',
    foreign === undefined
      ? `Name at least one scope: ${API_KEY_SCOPES.join(', ')}.`
      : `There is no scope ${JSON.stringify(foreign.slice(0, 60))}: choose of ${API_KEY_SCOPES.join(', ')}.`,
  );
}

export function checkedKeyName(text: string): string {
  const name = text.trim();
  if (name !== '' && name.length <= 200 && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name)) return name;
  throw new UserError('name_malformed', 'A name is 1 to 200 characters of plain text on one line.');
}

import { digestOf } from './digest.js';

/**
 * Who a person is to us: the identity provider's entity ID and its stable identifier, byte for byte.
 * A digest, because a unique key over 2 kB of text fits no index, and because a database's idea of equal text
 * (trailing blanks, case) is not ours.
 */
export function identityHash(idpEntityId: string, stableId: string): string {
  return digestOf([idpEntityId, stableId]);
}

/** An account that bears the alias of somebody who signs in for the first time. */
export interface AliasHolder {
  readonly idpEntityId: string;
  readonly subject: string | null;
  readonly isPrivileged: boolean; // role administrator, or any grant by hand
}

export interface Newcomer {
  readonly upn: string | null;
  readonly homeIdentityProvider: string | null;
  readonly idpEntityId: string;
  readonly entraTenantId: string | null;
}

export type AdoptionObstacle =
  'no_upn' | 'guest' | 'nobody' | 'ambiguous' | 'same_provider' | 'alias_differs' | 'privileged';

/**
 * Whether the newcomer takes over an account that existed before (imported, or of a former identity provider) because
 * the user principal names agree. Asked only inside the window that an administrator opened for the connection.
 * Any doubt is a no: the account stays, the newcomer is a new user. @returns what stands in the way; null: nothing
 */
export function adoptionObstacle(
  newcomer: Newcomer,
  holders: readonly AliasHolder[], // all users of the tenant whose alias is the newcomer's, but for case
): AdoptionObstacle | null {
  if (newcomer.upn === null) return 'no_upn';
  // Entra: for a guest the name claim may be an e-mail address that the home tenant never verified.
  if (isGuest(newcomer)) return 'guest';
  const [holder] = holders;
  if (!holder) return 'nobody';
  if (holders.length > 1) return 'ambiguous';
  // Same provider, another stable identifier: the name was handed to another person.
  if (holder.idpEntityId === newcomer.idpEntityId) return 'same_provider';
  if (asciiLower(holder.subject ?? '') !== asciiLower(newcomer.upn)) return 'alias_differs';
  return holder.isPrivileged ? 'privileged' : null;
}

function isGuest({ homeIdentityProvider, idpEntityId, entraTenantId }: Newcomer): boolean {
  if (homeIdentityProvider === null || homeIdentityProvider === idpEntityId) return false;
  // With "append application ID to issuer" the entity ID is longer than the home's: the tenant's id decides.
  const ids = homeIdentityProvider.toLowerCase().split('/');
  return entraTenantId === null || !ids.includes(entraTenantId.toLowerCase());
}

/** Unicode folding makes letters equal that are not the same: the Kelvin sign in small letters is a k. */
function asciiLower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

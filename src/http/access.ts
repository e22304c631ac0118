import { SetMetadata } from '@nestjs/common';

/** Who may call a route. Every route says one of these; the access guard refuses a route that says none. */
export type Access =
  | { readonly kind: 'public'; readonly why: string }
  | { readonly kind: 'signed_in' }
  | { readonly kind: 'role'; readonly role: string } // a signed-in person who holds the role
  | { readonly kind: 'scope'; readonly scope: string }; // an API key with the scope, or an administrator's session

export const ACCESS_KEY = 'imagen:access';

/** Anybody; `why` says what makes that safe. */
export const Public = (why: string): MethodDecorator & ClassDecorator =>
  access({ kind: 'public', why });
export const RequireSignedIn = (): MethodDecorator & ClassDecorator =>
  access({ kind: 'signed_in' });
export const RequireRole = (role: string): MethodDecorator & ClassDecorator =>
  access({ kind: 'role', role });
export const RequireScope = (scope: string): MethodDecorator & ClassDecorator =>
  access({ kind: 'scope', scope });

/** What a route asks of the session beyond who it belongs to. */
export interface RecentSignIn {
  readonly maxAgeSeconds: number;
  /** Where the person goes on after signing in: a page, since a form cannot be sent again. */
  readonly pageOf: (path: string) => string;
}

export const RECENT_SIGN_IN_KEY = 'imagen:recent-sign-in';

/**
 * ASVS 7.5.3: besides the role, the person must have authenticated lately. Who did not is sent to sign in again, then to
 * the page. Only with RequireSignedIn or RequireRole.
 */
export const RequireRecentSignIn = (
  maxAgeSeconds: number,
  pageOf: RecentSignIn['pageOf'],
): MethodDecorator => SetMetadata(RECENT_SIGN_IN_KEY, { maxAgeSeconds, pageOf });

function access(value: Access): MethodDecorator & ClassDecorator {
  return SetMetadata(ACCESS_KEY, value);
}

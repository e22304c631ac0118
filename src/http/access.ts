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

function access(value: Access): MethodDecorator & ClassDecorator {
  return SetMetadata(ACCESS_KEY, value);
}

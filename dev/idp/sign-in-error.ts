/**
 * Why Entra stops a sign-in on its own page. The numbers are Entra's, the words ours: what happened, and who can
 * mend it where.
 */
export const signInErrors = {
  '50011': 'The reply URL in the request is not one of the application’s Reply URLs.',
  '50058': 'A silent sign-in was asked for, but nobody is signed in.',
  '50105': 'The account is not assigned to a role of the application.',
  '501241': 'The user attribute that the name ID is made from is empty.',
  '700016': 'No application with this Identifier exists in the directory.',
  '75003': 'Responses are sent by HTTP-POST only; the request asks for another binding.',
  '75005': 'This is not a valid SAML request.',
  '750054': 'SAMLRequest or SAMLResponse must be present as query string or form parameters.',
  '75008': 'The request was meant for another destination.',
  '75011': 'The way the user signed in is not the one that the application asks for.',
  '750161': 'The name ID format in the request is not supported.',
  '7500511': 'The reply URL in the request is not an absolute URL.',
  '7500522': 'The request’s AuthnContextClassRef is not a URI.',
  '7500529': 'The ID of the request is missing or is not an XML name.',
  '7500530': 'The logout request names no NameID.',
  '90002': 'There is no such tenant.',
  '90011': 'SPNameQualifier is not supported.',
  '90015': 'The request is too long.',
  '900235': 'The Comparison of RequestedAuthnContext must be “exact”.',
  '900236': 'A Subject in the request is not supported.',
} as const;

export type SignInErrorCode = keyof typeof signInErrors;

export interface SignInError {
  readonly code: SignInErrorCode;
  /** What was found, for the administrator: the value that does not fit. */
  readonly found: string | null;
}

export type Outcome<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: SignInError };

export function succeed<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

export function fail(code: SignInErrorCode, found: string | null = null): Outcome<never> {
  return { ok: false, error: { code, found } };
}

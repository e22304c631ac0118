import { accept, refuse, type Decision } from '../../../errors/index.js';
import { type VerifiedAssertion } from './verified-assertion.js';

/** Entra: the context class stays Password whatever was used; the methods stand in this claim. */
const METHODS = 'http://schemas.microsoft.com/claims/authnmethodsreferences';
const MULTIPLE = 'http://schemas.microsoft.com/claims/multipleauthn';
/** Context classes that say multi-factor: REFEDS MFA, and AD FS, which uses its method as a class. */
const CLASSES: ReadonlySet<string> = new Set(['https://refeds.org/profile/mfa', MULTIPLE]);

type Authentication = Pick<VerifiedAssertion, 'attributes' | 'authnStatements'>;

/** Whether the IdP said that the person used more than one factor. */
export function isMultiFactor({ attributes, authnStatements }: Authentication): boolean {
  if (attributes.get(METHODS)?.includes(MULTIPLE) === true) return true;
  return (
    authnStatements.length > 0 &&
    authnStatements.every(({ classRef }) => classRef !== null && CLASSES.has(classRef))
  );
}

export function checkMultiFactor(assertion: Authentication): Decision<void> {
  return isMultiFactor(assertion) ? accept(undefined) : refuse('mfa_missing');
}

/** The oldest, where there are several: the word to rely on is the weakest. Null: no statement. */
export function oldestAuthnInstantMs({ authnStatements }: Authentication): number | null {
  if (authnStatements.length === 0) return null;
  return Math.min(...authnStatements.map(({ authnInstantMs }) => authnInstantMs));
}

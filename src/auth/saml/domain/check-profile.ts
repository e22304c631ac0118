import { accept, refuse, type Decision } from '../../../errors/index.js';
import { checkAudience } from './check-audience.js';
import { checkAuthnContext } from './check-authn-context.js';
import { checkAuthnStatements } from './check-authn-statement.js';
import { checkConditionsKnown } from './check-conditions.js';
import { checkConfirmation } from './check-confirmation.js';
import { checkDestination } from './check-destination.js';
import { checkInResponseTo, type Solicitation } from './check-in-response-to.js';
import { checkIssueInstant, checkResponseIssueInstant } from './check-issue-instant.js';
import { checkIssuer } from './check-issuer.js';
import { checkStatus } from './check-status.js';
import { checkTimes } from './check-times.js';
import { firstRefusal } from './first-refusal.js';
import { type ResponseOutline } from './response-outline.js';
import { type Conditions, type VerifiedAssertion } from './verified-assertion.js';

export interface ProfileExpectation {
  readonly acsUrl: string;
  readonly spEntityId: string;
  readonly idpEntityId: string;
  readonly clockSkewSeconds: number;
  readonly nowMs: number;
  readonly maxResponseAgeSeconds: number;
  /** The classes that the connection asks for; empty or absent: any. */
  readonly authnContext?: readonly string[];
}

/** Our default bound on the age of a response: ten minutes, as long as an attempt lives. */
export const MAX_RESPONSE_AGE_SECONDS = 600;

/**
 * The Web Browser SSO profile (SAML profiles 4.1.4.2, 4.1.4.3, 4.1.5) in one list, of a response whose signature has been
 * verified. The order is part of the contract: the first check that fails is the reason.
 */
export function checkProfile(
  response: ResponseOutline,
  assertion: VerifiedAssertion,
  expected: ProfileExpectation,
): Decision<Solicitation> {
  const { acsUrl, spEntityId, idpEntityId } = expected;
  const { conditions, confirmations } = assertion;
  return (
    firstRefusal([
      () => checkStatus(response.status),
      () => checkIssuer(response.issuer, idpEntityId, 'response'),
      () => checkIssuer(assertion.issuer, idpEntityId, 'assertion'),
      () => checkDestination(response.destination, acsUrl, response.signature !== null),
      () => checkResponseIssueInstant(response.issueInstant, expected),
      () => checkIssueInstant(assertion.issueInstantMs, expected, 'assertion'),
      () => checkConfirmation(confirmations, expected),
      () => checkHasConditions(conditions),
      () => conditions && checkTimes(conditions, expected),
      () => conditions && checkAudience(conditions.audienceRestrictions, spEntityId),
      () => conditions && checkConditionsKnown(conditions),
      () => checkAuthnStatements(assertion.authnStatements, expected),
      () => checkAuthnContext(assertion.authnStatements, expected.authnContext ?? []),
    ]) ?? checkInResponseTo(response.inResponseTo, confirmations)
  );
}

function checkHasConditions(conditions: Conditions | null): Decision<void> {
  return conditions ? accept(undefined) : refuse('conditions_missing');
}

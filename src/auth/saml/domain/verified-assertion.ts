import { type Issuer } from './response-outline.js';

/** What an assertion says, read from the very bytes that a signature of the connection covers. Not judged yet. */
export interface VerifiedAssertion {
  readonly id: string;
  readonly issueInstantMs: number;
  readonly issuer: Issuer;
  readonly nameId: NameId | null;
  readonly confirmations: readonly SubjectConfirmation[];
  readonly conditions: Conditions | null;
  readonly authnStatements: readonly AuthnStatement[];
  /** By attribute name, exactly as sent; the values of equal names stand together, in order. */
  readonly attributes: ReadonlyMap<string, readonly string[]>;
}

export interface NameId {
  readonly value: string;
  readonly format: string | null;
  readonly nameQualifier: string | null;
  readonly spNameQualifier: string | null;
}

export interface SubjectConfirmation {
  readonly method: string;
  readonly data: ConfirmationData | null;
}

export interface ConfirmationData {
  readonly recipient: string | null;
  readonly inResponseTo: string | null;
  readonly notBeforeMs: number | null;
  readonly notOnOrAfterMs: number | null;
}

export interface Conditions {
  readonly notBeforeMs: number | null;
  readonly notOnOrAfterMs: number | null;
  /** The audiences of each AudienceRestriction, as sent. */
  readonly audienceRestrictions: readonly (readonly string[])[];
  readonly isOneTimeUse: boolean;
  /** Names of conditions that SAML core does not define or that we do not honour. */
  readonly unknown: readonly string[];
}

export interface AuthnStatement {
  readonly authnInstantMs: number;
  readonly sessionIndex: string | null;
  readonly sessionNotOnOrAfterMs: number | null;
  readonly classRef: string | null;
}

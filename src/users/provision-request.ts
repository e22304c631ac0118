import type { Origin } from '../audit/index.js';
import type { AssertedClaims } from './domain/asserted-claims.js';

/** One verified sign-in, as far as the account is concerned. */
export interface ProvisionRequest {
  readonly tenant: {
    readonly id: string;
    readonly jitEnabled: boolean;
    readonly defaultRole: string | null;
    readonly requiresRoleMatch: boolean;
  };
  readonly connection: {
    readonly id: string;
    readonly idpEntityId: string;
    readonly subjectSource: string;
    readonly entraTenantId: string | null;
    readonly groupsOverage: 'keep' | 'refuse';
    readonly adoptsByUpnUntilMs: number | null;
  };
  readonly claims: AssertedClaims;
  readonly nowMs: number;
  readonly origin: Origin;
}

/** The account after the sign-in was written. */
export interface ProvisionedUser {
  readonly id: string;
  /** Alias, else e-mail address, else name: what people read. */
  readonly label: string;
  /** The same in small letters: what support searches by. */
  readonly person: string;
  readonly isNew: boolean;
  /** Mapped and given by hand together, most powerful first. */
  readonly roles: readonly string[];
  /** Whether anything but the time of the last sign-in changed. */
  readonly changed: boolean;
  /** For the sign-in's event: groups (their number or `unknown`), home provider, authentication methods, what was ignored. */
  readonly claimFacts: Readonly<Record<string, string | number | readonly string[]>>;
}

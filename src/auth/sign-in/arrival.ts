import type { Origin } from '../../audit/index.js';
import type { RefusalCode } from '../../errors/index.js';
import type { Tenant } from '../../tenants/index.js';
import type { SamlExchange, VerifiedResponse } from '../saml/index.js';
import type { SessionCredential } from '../session/index.js';
import type { BrowserAttempts } from './attempt-cookies.js';

/**
 * One POST to the ACS, with everything that its decision may need, made before the transaction: a transaction that runs
 * again finds the marks of its first run by `id`, and would open the very same session.
 */
export interface Arrival {
  readonly id: string; // UUIDv7; also the id of its audit event
  readonly nowMs: number;
  readonly tenant: Tenant;
  readonly exchange: SamlExchange;
  readonly browser: BrowserAttempts;
  readonly credential: SessionCredential;
  readonly hasBounced: boolean; // this browser was sent to start a sign-in of its own within the last five minutes
  readonly origin: Origin;
}

/** How an arrival ends for the browser. */
export type Outcome =
  | {
      readonly kind: 'signed_in';
      readonly requestId: string | null; // null: invited
      readonly returnTo: string;
      readonly credential: SessionCredential;
    }
  | { readonly kind: 'resume' } // a spent assertion in the browser that spent it
  | { readonly kind: 'invited'; readonly response: VerifiedResponse } // unsolicited: ask the person
  | { readonly kind: 'bounce' } // unsolicited: start a sign-in of our own
  | { readonly kind: 'bounced_again'; readonly reference: string }
  | { readonly kind: 'refused'; readonly code: RefusalCode; readonly reference: string };

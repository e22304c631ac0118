import type { Request } from 'express';
import type { Connection } from '../../connections/index.js';
import type { Decision } from '../../errors/index.js';
import type { SamlMessage } from './domain/gate-message.js';
import type {
  AcceptedResponse,
  ResponseDecision,
  ResponseExpectation,
} from './domain/decide-response.js';

/** A response that passed every check that needs nothing but itself, the connection and the clock. */
export interface VerifiedResponse extends AcceptedResponse {
  readonly connection: Connection;
}

/** What the SAML guard found out about one POST to the ACS. */
export interface SamlExchange {
  /** When its body was there, of performance.now(): what the sender takes to send it is not our time. */
  readonly receivedAt: number;
  readonly decision: Decision<VerifiedResponse>;
  /** As it was posted; null where there was none to read. */
  readonly message: SamlMessage | null;
  readonly connection: Connection | null;
  /** A key of the connection signed it: then it is on the record whatever else is wrong with it. */
  readonly isSignatureVerified: boolean;
  /** No key verified it, and it names one that the connection does not have: the IdP may have changed keys. */
  readonly namesUnknownKey: boolean;
}

/** What goes to the strategy and back through passport, which knows only the request. */
export interface Verification {
  readonly xml: string;
  readonly expected: ResponseExpectation;
  readonly asksSecondOpinion: boolean;
  decided?: ResponseDecision; // the strategy's
}

const EXCHANGES = new WeakMap<Request, SamlExchange>();
const VERIFICATIONS = new WeakMap<object, Verification>();

export function setSamlExchange(req: Request, exchange: SamlExchange): void {
  EXCHANGES.set(req, exchange);
}

/** @throws Error on a route without the SAML guard: a bug of ours */
export function samlExchangeOf(req: Request): SamlExchange {
  const exchange = EXCHANGES.get(req);
  if (!exchange) throw new Error('the SAML guard did not run');
  return exchange;
}

export function setVerification(req: object, verification: Verification): void {
  VERIFICATIONS.set(req, verification);
}

export function verificationOf(req: object): Verification {
  const verification = VERIFICATIONS.get(req);
  if (!verification) throw new Error('no verification is under way for this request');
  return verification;
}

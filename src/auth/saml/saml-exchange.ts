import type { Request } from 'express';
import { type Connection, isUsableKey } from '../../connections/index.js';
import type { Decision } from '../../errors/index.js';
import type { Solicitation } from './domain/check-in-response-to.js';
import type { ResponseOutline } from './domain/response-outline.js';
import type { VerifiedAssertion } from './domain/verified-assertion.js';

/** A response that passed every check that needs nothing but itself, the connection and the clock. */
export interface VerifiedResponse {
  readonly connection: Connection;
  readonly outline: ResponseOutline;
  readonly assertion: VerifiedAssertion;
  readonly solicitation: Solicitation;
}

/** What the SAML guard found out about one POST to the ACS. */
export interface SamlExchange {
  /** When its body was there, of performance.now(): what the sender takes to send it is not our time. */
  readonly receivedAt: number;
  readonly decision: Decision<VerifiedResponse>;
  readonly connection: Connection | null;
  /** A key of the connection signed it: then it is on the record whatever else is wrong with it. */
  readonly isSignatureVerified: boolean;
  /** No key verified it, and it names one that the connection does not have: the IdP may have changed keys. */
  readonly namesUnknownKey: boolean;
}

/** What the strategy needs on the way through passport, which knows only the request. */
export interface Verification {
  readonly outline: ResponseOutline;
  readonly connection: Connection;
  readonly spEntityId: string;
  readonly acsUrl: string;
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

/** What may verify a message of this connection: base64 of DER, keys that are too weak or of a foreign kind left out. */
export function verifyingCertificates(connection: Connection): string[] {
  return connection.certificates.filter(isUsableKey).map(({ derBase64 }) => derBase64);
}

import { type ExecutionContext, Injectable } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import type { Request } from 'express';
import { AppConfig } from '../../config/index.js';
import { ActiveConnections, type Connection } from '../../connections/index.js';
import { Clock, Database } from '../../database/index.js';
import { accept, type Decision, refuse, type Refused } from '../../errors/index.js';
import { RateLimiter, readBody, requestContext, tenantOf } from '../../http/index.js';
import { Log, Metrics } from '../../telemetry/index.js';
import { liveTenantOf } from '../../tenants/index.js';
import { SpKeys } from '../../sp-keys/index.js';
import { decipherContent } from '../../secrets/index.js';
import { AwaitedRequests } from './awaited-requests.js';
import { MAX_RESPONSE_AGE_SECONDS } from './domain/check-profile.js';
import type { ResponseDecision, ResponseExpectation } from './domain/decide-response.js';
import type { Decryption } from './domain/decrypt-response.js';
import { gateMessage, MESSAGE_LIMITS, type SamlMessage } from './domain/gate-message.js';
import {
  type SamlExchange,
  setSamlExchange,
  setVerification,
  type Verification,
} from './saml-exchange.js';
import { SAML_STRATEGY } from './saml.strategy.js';
import type { SecondOpinion } from './second-opinion.js';
import { ServiceProviders } from './service-provider.js';
import { trustedKeysOf } from './trusted-keys.js';

/**
 * Takes a response in, and has it decided by the strategy. Leaves a SamlExchange on the request and lets every request
 * through: saying no is the sign-in service's, which records it.
 */
@Injectable()
export class SamlGuard extends AuthGuard(SAML_STRATEGY) {
  constructor(
    private readonly config: AppConfig,
    private readonly rateLimiter: RateLimiter,
    private readonly connections: ActiveConnections,
    private readonly database: Database,
    private readonly serviceProviders: ServiceProviders,
    private readonly clock: Clock,
    private readonly log: Log,
    private readonly metrics: Metrics,
    private readonly keys: SpKeys,
    private readonly awaited: AwaitedRequests,
  ) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const req = context.switchToHttp().getRequest<Request>();
    const message = await this.receive(req);
    const receivedAt = performance.now();
    setSamlExchange(req, { receivedAt, ...(await this.exchange(context, req, message)) });
    return true;
  }

  private async exchange(
    context: ExecutionContext,
    req: Request,
    message: Decision<SamlMessage>,
  ): Promise<Omit<SamlExchange, 'receivedAt'>> {
    if (!message.accepted) return refusedUnread(message);
    const connection = await this.connections.find(this.database, liveTenantOf(req));
    if (!connection) return refusedUnread(refuse('connection_inactive'));
    const judged = await this.judge(context, req, message.value, connection);
    if (!judged.namesUnknownKey) return judged;
    // Another instance may have taken that key in a moment ago.
    const newer = await this.connections.findNewer(this.database, connection);
    return newer ? this.judge(context, req, message.value, newer) : judged;
  }

  private async judge(
    context: ExecutionContext,
    req: Request,
    message: SamlMessage,
    connection: Connection,
  ): Promise<Omit<SamlExchange, 'receivedAt'>> {
    const { decision, ...facts } = await this.decide(
      context,
      message,
      await this.expectation(req, connection, message),
    );
    return {
      connection,
      message,
      ...facts,
      decision: decision.accepted ? accept({ connection, ...decision.value }) : decision,
    };
  }

  /** Transport: bounded, one form, one SAMLResponse. */
  private async receive(req: Request): Promise<Decision<SamlMessage>> {
    if (!this.rateLimiter.allows(requestContext(req).clientAddress)) return refuse('rate_limited');
    if (req.method !== 'POST') return refuse('method_not_allowed', { method: req.method });
    // passport-saml takes a message in the query for a logout, on any route (strategy.js:128).
    const hasQueryMessage = Object.keys(req.query).some((name) => /^saml/i.test(name));
    if (hasQueryMessage) return refuse('form_malformed', { parameter: 'query' });
    const body = await readBody(req, MESSAGE_LIMITS.maxFormBytes);
    if (body === null) return refuse('message_too_large');
    return gateMessage({ contentType: req.get('content-type'), body });
  }

  private async expectation(
    req: Request,
    connection: Connection,
    message: SamlMessage,
  ): Promise<ResponseExpectation> {
    const { entityId, acsUrl } = this.serviceProviders.of(tenantOf(req).subdomain);
    const nowMs = this.clock.nowMs();
    return {
      acsUrl,
      spEntityId: entityId,
      idpEntityId: connection.idpEntityId,
      clockSkewSeconds: connection.clockSkewSeconds,
      nowMs,
      maxResponseAgeSeconds: MAX_RESPONSE_AGE_SECONDS,
      keys: trustedKeysOf(connection),
      signedElement: connection.signedElement,
      allowsSha1: connection.sha1UntilMs !== null && nowMs < connection.sha1UntilMs,
      encryption: connection.encryption,
      authnContext: connection.authnContext?.split(' ') ?? [],
      // Only a message that needs our keys has them read.
      decryption: message.xml.includes('EncryptedAssertion') ? await this.decryption(req) : null,
    };
  }

  private async decryption(req: Request): Promise<Decryption | null> {
    const { id: tenantId } = tenantOf(req);
    const { encryption } = await this.keys.of(this.database, tenantId);
    if (encryption.length === 0) return null;
    const privateKeys = encryption.map(({ privateKey }) => privateKey);
    const nowMs = this.clock.nowMs();
    return {
      open: (encrypted) => decipherContent(encrypted, privateKeys),
      isAwaited: (requestId) => this.awaited.awaits(req, tenantId, nowMs, requestId),
    };
  }

  /** Through passport: the strategy decides, and asks node-saml where the deployment wants a second opinion. */
  private async decide(
    context: ExecutionContext,
    message: SamlMessage,
    expected: ResponseExpectation,
  ): Promise<ResponseDecision> {
    const req = context.switchToHttp().getRequest<Request>();
    const asksSecondOpinion = this.config.samlSecondOpinion !== 'off';
    const verification: Verification = { xml: message.xml, expected, asksSecondOpinion };
    setVerification(req, verification);
    if (asksSecondOpinion) req.body = { SAMLResponse: message.xmlBytes.toString('base64') };
    await super.canActivate(context);
    const { decided } = verification;
    if (!decided) throw new Error('the strategy decided nothing');
    const { opinion } = req.user as unknown as { readonly opinion: SecondOpinion };
    return this.weigh(req, decided, opinion);
  }

  override getAuthenticateOptions(): { session: false } {
    return { session: false };
  }

  /** Passport's answer. An error can only be node-saml's: the pipeline returns what it decides. */
  override handleRequest<Answer>(
    error: unknown,
    answer: Answer | false | null | undefined,
  ): Answer {
    return error || !answer ? ({ opinion: 'refuses' satisfies SecondOpinion } as Answer) : answer;
  }

  private weigh(req: Request, decided: ResponseDecision, opinion: SecondOpinion): ResponseDecision {
    if (opinion === 'not_asked') return decided;
    this.metrics.secondOpinions.inc({ opinion });
    if (opinion === 'agrees') return decided;
    const { requestId, tenant } = requestContext(req);
    this.log.warning({
      event: 'second_opinion_differs',
      requestId,
      ...(tenant ? { tenant: tenant.subdomain } : {}),
      outcome: opinion,
    });
    return this.config.samlSecondOpinion === 'require'
      ? { ...decided, decision: refuse('second_opinion_differs', { opinion }) }
      : decided;
  }
}

function refusedUnread(refused: Refused): Omit<SamlExchange, 'receivedAt'> {
  return {
    connection: null,
    message: null,
    isSignatureVerified: false,
    namesUnknownKey: false,
    decision: refused,
  };
}

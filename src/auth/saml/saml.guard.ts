import { type ExecutionContext, Injectable } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import type { Request } from 'express';
import { ActiveConnections, type Connection } from '../../connections/index.js';
import { Clock, Database } from '../../database/index.js';
import { accept, type Decision, refuse, type Refused } from '../../errors/index.js';
import { RateLimiter, readBody, requestContext, tenantOf } from '../../http/index.js';
import { liveTenantOf } from '../../tenants/index.js';
import { checkProfile, MAX_RESPONSE_AGE_SECONDS } from './domain/check-profile.js';
import { checkSignaturePolicy } from './domain/check-signature-policy.js';
import { checkStatus } from './domain/check-status.js';
import { gateMessage, MESSAGE_LIMITS, type SamlMessage } from './domain/gate-message.js';
import { gateResponse } from './domain/gate-xml.js';
import { namesUnknownKey } from './domain/names-unknown-key.js';
import type { ResponseOutline } from './domain/response-outline.js';
import type { VerifiedAssertion } from './domain/verified-assertion.js';
import {
  setSamlExchange,
  setVerification,
  type VerifiedResponse,
  verifyingCertificates,
} from './saml-exchange.js';
import { SAML_STRATEGY } from './saml.strategy.js';
import { ServiceProviders } from './service-provider.js';
import { checkVerifiable, classifySamlError } from './verify-response.js';

/**
 * Everything about a response that can be decided from itself, the connection and the clock, cheapest first. Leaves a
 * SamlExchange on the request and lets every request through: saying no is the sign-in service's, which records it.
 */
@Injectable()
export class SamlGuard extends AuthGuard(SAML_STRATEGY) {
  constructor(
    private readonly rateLimiter: RateLimiter,
    private readonly connections: ActiveConnections,
    private readonly database: Database,
    private readonly serviceProviders: ServiceProviders,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const req = context.switchToHttp().getRequest<Request>();
    const message = await this.receive(req);
    const receivedAt = performance.now();
    const outline = message.accepted ? gateResponse(message.value.xml) : message;
    const connection = outline.accepted ? await this.connection(req) : null;
    const verified =
      message.accepted && outline.accepted
        ? await this.verify(context, message.value, outline.value, connection)
        : (outline as Refused);
    setSamlExchange(req, {
      receivedAt,
      connection,
      isSignatureVerified: verified.accepted,
      namesUnknownKey:
        !verified.accepted &&
        verified.code === 'signature_invalid' &&
        outline.accepted &&
        namesUnknownKey(outline.value, connection?.certificates ?? []),
      decision:
        verified.accepted && outline.accepted && connection
          ? this.judge(req, outline.value, verified.value, connection)
          : (verified as Refused),
    });
    return true;
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

  private connection(req: Request): Promise<Connection | null> {
    return this.connections.find(this.database, liveTenantOf(req));
  }

  private async verify(
    context: ExecutionContext,
    message: SamlMessage,
    outline: ResponseOutline,
    connection: Connection | null,
  ): Promise<Decision<VerifiedAssertion>> {
    if (!connection) return refuse('connection_inactive');
    const status = outline.assertion ? accept(undefined) : checkStatus(outline.status);
    if (!status.accepted) return status;
    const policy = checkSignaturePolicy(outline, connection.signedElement);
    if (!policy.accepted) return policy;
    const verifiable = checkVerifiable(outline, verifyingCertificates(connection));
    if (!verifiable.accepted) return verifiable;
    return this.runPassport(context, message, outline, connection);
  }

  private async runPassport(
    context: ExecutionContext,
    message: SamlMessage,
    outline: ResponseOutline,
    connection: Connection,
  ): Promise<Decision<VerifiedAssertion>> {
    const req = context.switchToHttp().getRequest<Request>();
    const { entityId, acsUrl } = this.serviceProviders.of(tenantOf(req).subdomain);
    setVerification(req, { outline, connection, spEntityId: entityId, acsUrl });
    req.body = { SAMLResponse: message.base64 };
    await super.canActivate(context);
    return req.user as unknown as Decision<VerifiedAssertion>;
  }

  override getAuthenticateOptions(): { session: false } {
    return { session: false };
  }

  /** Passport's answer as a decision. What is no error of the library goes on as the failure that it is. */
  override handleRequest<Answer>(
    error: unknown,
    verified: Answer | false | null | undefined,
  ): Answer {
    if (error !== null && error !== undefined) return classifySamlError(error) as Answer;
    return verified ? verified : (refuse('signature_invalid') as Answer);
  }

  private judge(
    req: Request,
    outline: ResponseOutline,
    assertion: VerifiedAssertion,
    connection: Connection,
  ): Decision<VerifiedResponse> {
    const { entityId, acsUrl } = this.serviceProviders.of(tenantOf(req).subdomain);
    const solicitation = checkProfile(outline, assertion, {
      acsUrl,
      spEntityId: entityId,
      idpEntityId: connection.idpEntityId,
      clockSkewSeconds: connection.clockSkewSeconds,
      nowMs: this.clock.nowMs(),
      maxResponseAgeSeconds: MAX_RESPONSE_AGE_SECONDS,
    });
    if (!solicitation.accepted) return solicitation;
    return accept({ connection, outline, assertion, solicitation: solicitation.value });
  }
}

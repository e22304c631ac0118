import { randomBytes } from 'node:crypto';
import { All, Controller, Get, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AppConfig } from '../../config/index.js';
import { ActiveConnections, type Connection, MetadataRefresh } from '../../connections/index.js';
import { Clock, Database, uuidv7 } from '../../database/index.js';
import { refusals } from '../../errors/index.js';
import { Public, RateLimiter, requestContext } from '../../http/index.js';
import {
  BouncedPage,
  paths,
  PostBindingPage,
  RefusalPage,
  sendPage,
  WrongDemandsPage,
  withQuery,
} from '../../pages/index.js';
import { randomToken } from '../../secrets/index.js';
import { Log, Metrics } from '../../telemetry/index.js';
import { liveTenantOf, type Tenant } from '../../tenants/index.js';
import { ACS_PATH, AuthnRequests, SamlGuard, samlExchangeOf, SIGN_IN_PATH } from '../saml/index.js';
import {
  deleteCookie,
  readCookies,
  readSessionCookie,
  SessionsService,
  setCookie,
  setSessionCookie,
} from '../session/index.js';
import { publicContext } from '../page-context.js';
import type { Arrival, Outcome } from './arrival.js';
import { type Attempt, AttemptCookies } from './attempt-cookies.js';
import { type Demands, meets, readDemands, writeDemands } from './domain/demands.js';
import { RETURN_TO_PARAMETERS, safeReturnTo } from './domain/return-to.js';
import { SignInService } from './sign-in.service.js';

const BOUNCE_COOKIE = '__Host-imagen-bounce';
const BOUNCE_LIFETIME_SECONDS = 300;

/** A browser's way in: from here to the IdP, and back with its answer. */
@Controller()
export class SignInController {
  constructor(
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly connections: ActiveConnections,
    private readonly metadata: MetadataRefresh,
    private readonly authnRequests: AuthnRequests,
    private readonly attempts: AttemptCookies,
    private readonly sessions: SessionsService,
    private readonly signIn: SignInService,
    private readonly rateLimiter: RateLimiter,
    private readonly log: Log,
    private readonly metrics: Metrics,
  ) {}

  /** Starts a sign-in. Writes nothing: a flood of starts costs nothing durable. */
  @Get(SIGN_IN_PATH)
  @Public('everybody may start a sign-in; it reads and writes nothing of anybody')
  async start(@Req() req: Request, @Res() res: Response): Promise<void> {
    const tenant = liveTenantOf(req);
    const returnTo = this.returnToOf(req, tenant);
    const credential = readSessionCookie(req);
    const held = credential ? await this.sessions.checkHeld(tenant.id, credential) : null;
    const demands = readDemands(req.query);
    if (!demands) {
      sendPage(res, <WrongDemandsPage context={publicContext(req)} />, { status: 400 });
      return;
    }
    if (held?.live && meets(held.live, demands, this.clock.nowMs())) {
      res.redirect(303, returnTo);
      return;
    }
    // A frame, an image or a speculative load is nobody signing in, and would push real attempts out of their slots.
    if (!isDocumentNavigation(req) || hasLostBounceCookie(req)) {
      sendPage(res, <BouncedPage context={publicContext(req)} reference={null} />, { status: 400 });
      return;
    }
    const connection = await this.connections.find(this.database, tenant);
    if (!connection) throw new Error('a live tenant without an active connection');
    const attempt = this.newAttempt(connection, returnTo, held?.id ?? null, demands);
    this.attempts.start(req, res, tenant.id, attempt);
    await this.sendToIdp(req, res, tenant, connection, attempt);
  }

  /** Takes the IdP's answer. Every method, so that an IdP which uses the wrong binding is refused on the record. */
  @All(ACS_PATH)
  @Public('the signed assertion is the credential')
  @UseGuards(SamlGuard)
  async acs(@Req() req: Request, @Res() res: Response): Promise<void> {
    const arrival = this.arrivalOf(req);
    const outcome = await this.signIn.complete(arrival);
    const { connection, namesUnknownKey } = arrival.exchange;
    if (connection && namesUnknownKey) this.metadata.unknownKeySeen(connection);
    this.measure(arrival, outcome);
    this.answer(req, res, arrival, outcome);
  }

  private answer(req: Request, res: Response, arrival: Arrival, outcome: Outcome): void {
    const tenantId = arrival.tenant.id;
    switch (outcome.kind) {
      case 'signed_in': {
        const { requestId, returnTo, credential } = outcome;
        this.attempts.finish(req, res, tenantId, {
          kind: 'done',
          requestId,
          returnTo,
          startedAtMs: arrival.nowMs,
          sessionId: credential.id,
        });
        setSessionCookie(res, credential);
        deleteCookie(res, BOUNCE_COOKIE, 'none');
        res.redirect(303, returnTo); // 303: a reload must not post the assertion again
        return;
      }
      case 'resume':
        res.redirect(303, '/site/resume');
        return;
      case 'bounce':
        setCookie(res, BOUNCE_COOKIE, '1', {
          sameSite: 'none',
          maxAgeSeconds: BOUNCE_LIFETIME_SECONDS,
        });
        res.redirect(303, `${SIGN_IN_PATH}?bounced=1`);
        return;
      case 'bounced_again': {
        const reference = { number: outcome.reference, timeMs: arrival.nowMs };
        sendPage(res, <BouncedPage context={publicContext(req)} reference={reference} />, {
          status: 403,
        });
        return;
      }
      case 'refused': {
        const { page, status } = refusals[outcome.code];
        if (outcome.code === 'rate_limited')
          res.set('Retry-After', this.rateLimiter.retryAfterSeconds().toString());
        if (outcome.code === 'method_not_allowed') res.set('Allow', 'POST');
        if (outcome.code === 'message_too_large') res.set('Connection', 'close'); // the rest of the body is unread
        const reference = { number: outcome.reference, timeMs: arrival.nowMs };
        const attempt = attemptOf(arrival);
        sendPage(
          res,
          <RefusalPage
            context={publicContext(req)}
            page={page}
            reference={reference}
            {...(attempt ? { signInHref: startAgainHref(attempt) } : {})}
          />,
          { status },
        );
      }
    }
  }

  private async sendToIdp(
    req: Request,
    res: Response,
    tenant: Tenant,
    connection: Connection,
    attempt: Attempt,
  ): Promise<void> {
    const message = await this.authnRequests.build(
      tenant.subdomain,
      connection,
      attempt.requestId,
      {
        forceAuthn: attempt.demands.maxAgeSeconds !== null,
      },
    );
    res.set('Cache-Control', 'no-store');
    if (message.binding === 'redirect') {
      res.redirect(302, message.url);
      return;
    }
    const page = (
      <PostBindingPage
        context={publicContext(req)}
        action={message.action}
        fields={message.fields}
      />
    );
    sendPage(res, page, {
      allowsScript: true,
      formAction: ['https:', new URL(message.action).origin],
    });
  }

  private newAttempt(
    connection: Connection,
    returnTo: string,
    previousSessionId: string | null,
    demands: Demands,
  ): Attempt {
    return {
      kind: 'attempt',
      requestId: `_${randomBytes(20).toString('hex')}`, // an NCName: Entra refuses a leading digit (AADSTS7500529)
      connectionId: connection.id,
      connectionVersion: connection.version,
      returnTo,
      startedAtMs: this.clock.nowMs(),
      previousSessionId,
      demands,
    };
  }

  private arrivalOf(req: Request): Arrival {
    const { requestId, clientAddress, userAgent } = requestContext(req);
    const tenant = liveTenantOf(req);
    const nowMs = this.clock.nowMs();
    return {
      id: uuidv7(nowMs),
      nowMs,
      tenant,
      exchange: samlExchangeOf(req),
      browser: this.attempts.read(req, tenant.id, nowMs),
      credential: { id: uuidv7(nowMs), secret: randomToken() },
      hasBounced: readCookies(req)[BOUNCE_COOKIE] !== undefined,
      origin: { ip: clientAddress, userAgent, requestId },
    };
  }

  private returnToOf(req: Request, tenant: Tenant): string {
    const query = req.query as Readonly<Record<string, unknown>>;
    const wanted = RETURN_TO_PARAMETERS.map((name) => query[name]).find(
      (value) => value !== undefined,
    );
    return safeReturnTo(wanted, this.config.publicUrl.originOf(tenant.subdomain));
  }

  private measure(arrival: Arrival, result: Outcome): void {
    const labels = labelsOf(result);
    const seconds = (performance.now() - arrival.exchange.receivedAt) / 1000;
    this.metrics.signIns.inc(labels);
    this.metrics.signInSeconds.observe({ outcome: labels.outcome }, seconds);
    this.log.info({
      event: 'sign_in',
      requestId: arrival.origin.requestId,
      attemptId: arrival.id,
      tenant: arrival.tenant.subdomain,
      ...labels,
    });
  }
}

/** The words of the audit log: whoever sees a number rise looks for them there. */
function labelsOf(result: Outcome): { outcome: string; reason: string } {
  switch (result.kind) {
    case 'signed_in':
      return { outcome: 'accepted', reason: 'none' };
    case 'resume':
      return { outcome: 'refused', reason: 'assertion_replayed' };
    case 'bounce':
    case 'bounced_again':
      return { outcome: 'redirected', reason: 'unsolicited' };
    case 'refused':
      return { outcome: 'refused', reason: result.code };
  }
}

/** The attempt that a verified response answers, where this browser made it. */
function attemptOf({ exchange: { decision }, browser }: Arrival): Attempt | null {
  if (!decision.accepted || decision.value.solicitation.kind !== 'solicited') return null;
  const { requestId } = decision.value.solicitation;
  return browser.attempts.find((attempt) => attempt.requestId === requestId) ?? null;
}

/** Asks for the same once more, and leads to the same place: whoever was refused may not be let in for less. */
function startAgainHref({ demands, returnTo }: Attempt): string {
  return withQuery(paths.signIn, { ...writeDemands(demands), returnTo });
}

/** Sec-Fetch-Dest is absent in browsers older than the header, and in links that other programs open. */
function isDocumentNavigation(req: Request): boolean {
  const destination = req.get('sec-fetch-dest') ?? 'document';
  return destination === 'document' && !/prefetch|prerender/.test(req.get('sec-purpose') ?? '');
}

/** We just sent this browser here and gave it a cookie: where that is gone, cookies are blocked and a start is in vain. */
function hasLostBounceCookie(req: Request): boolean {
  return req.query['bounced'] !== undefined && readCookies(req)[BOUNCE_COOKIE] === undefined;
}

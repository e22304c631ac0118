import { All, Controller, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AppConfig } from '../../config/index.js';
import { MetadataRefresh } from '../../connections/index.js';
import { Clock, uuidv7 } from '../../database/index.js';
import { refusals, refuse } from '../../errors/index.js';
import { Public, RateLimiter, requestContext } from '../../http/index.js';
import {
  BouncedPage,
  InvitationPage,
  paths,
  RefusalPage,
  sendPage,
  withQuery,
} from '../../pages/index.js';
import { randomToken } from '../../secrets/index.js';
import { Log, Metrics } from '../../telemetry/index.js';
import { liveTenantOf } from '../../tenants/index.js';
import { describeClaimed } from '../../users/index.js';
import {
  ACS_PATH,
  SamlGuard,
  samlExchangeOf,
  SIGN_IN_PATH,
  type VerifiedResponse,
} from '../saml/index.js';
import { readSessionCookie, SessionsService, setSessionCookie } from '../session/index.js';
import { publicContext } from '../page-context.js';
import type { Arrival, Outcome } from './arrival.js';
import { type Attempt, AttemptCookies } from './attempt-cookies.js';
import { bounceCookie } from './bounce-cookie.js';
import { writeDemands } from './domain/demands.js';
import { DEFAULT_RETURN_TO, safeReturnTo } from './domain/return-to.js';
import { Invitations } from './invitations.js';
import { SignInService } from './sign-in.service.js';

/** A browser's way back from the IdP. */
@Controller()
export class SignInController {
  constructor(
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly metadata: MetadataRefresh,
    private readonly attempts: AttemptCookies,
    private readonly sessions: SessionsService,
    private readonly invitations: Invitations,
    private readonly signIn: SignInService,
    private readonly rateLimiter: RateLimiter,
    private readonly log: Log,
    private readonly metrics: Metrics,
  ) {}

  /** Takes the IdP's answer. Every method, so that an IdP which uses the wrong binding is refused on the record. */
  @All(ACS_PATH)
  @Public('the signed assertion is the credential')
  @UseGuards(SamlGuard)
  async acs(@Req() req: Request, @Res() res: Response): Promise<void> {
    const arrival = this.arrivalOf(req);
    this.answer(req, res, arrival, await this.signIn.complete(arrival));
  }

  /** The click on the page that an unsolicited response led to. It brings the response again, to be verified again. */
  @Post(paths.acceptInvitation)
  @Public('the signed assertion is the credential, with a click on our own page')
  @UseGuards(SamlGuard)
  async acceptInvitation(@Req() req: Request, @Res() res: Response): Promise<void> {
    const arrival = this.arrivalOf(req);
    const { tenant, nowMs, exchange } = arrival;
    const invitation = exchange.message
      ? this.invitations.accepted(req, tenant, nowMs, exchange.message)
      : refuse('invitation_unknown', { detail: 'message' });
    const credential = readSessionCookie(req);
    const held = credential ? await this.sessions.checkHeld(tenant.id, credential) : null;
    if (invitation.accepted) this.invitations.delete(res);
    const outcome = await this.signIn.completeInvited(arrival, invitation, held?.id ?? null);
    this.answer(req, res, arrival, outcome);
  }

  private answer(req: Request, res: Response, arrival: Arrival, outcome: Outcome): void {
    const { connection, namesUnknownKey } = arrival.exchange;
    if (connection && namesUnknownKey) this.metadata.unknownKeySeen(connection);
    this.measure(arrival, outcome);
    switch (outcome.kind) {
      case 'signed_in': {
        const { requestId, returnTo, credential } = outcome;
        if (requestId !== null) {
          this.attempts.finish(req, res, arrival.tenant.id, {
            kind: 'done',
            requestId,
            returnTo,
            startedAtMs: arrival.nowMs,
            sessionId: credential.id,
          });
        }
        setSessionCookie(res, credential);
        bounceCookie.delete(res);
        res.redirect(303, returnTo); // 303: a reload must not post the assertion again
        return;
      }
      case 'resume':
        res.redirect(303, '/site/resume');
        return;
      case 'invited':
        this.invite(req, res, arrival, outcome.response);
        return;
      case 'bounce':
        bounceCookie.set(res);
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

  private invite(
    req: Request,
    res: Response,
    { tenant, nowMs, exchange }: Arrival,
    { assertion }: VerifiedResponse,
  ): void {
    if (!exchange.message) throw new Error('a verified response without its message');
    const { xmlBytes, relayState } = exchange.message;
    const returnTo = safeReturnTo(relayState, this.config.publicUrl.originOf(tenant.subdomain));
    const invitation = { returnTo, startedAtMs: nowMs };
    const token = this.invitations.issue(res, tenant, xmlBytes, invitation);
    const page = (
      <InvitationPage
        context={publicContext(req)}
        person={describeClaimed(assertion)}
        fields={{ SAMLResponse: xmlBytes.toString('base64'), RelayState: token }}
      />
    );
    sendPage(res, page);
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
      hasBounced: bounceCookie.isSet(req),
      origin: { ip: clientAddress, userAgent, requestId },
    };
  }

  private measure(arrival: Arrival, result: Outcome): void {
    const labels = labelsOf(result);
    const seconds = (performance.now() - arrival.exchange.receivedAt) / 1000;
    // Alarms count refusals: a drill is nothing but.
    if (arrival.tenant.drillUntilMs === null) {
      this.metrics.signIns.inc(labels);
      this.metrics.signInSeconds.observe({ outcome: labels.outcome }, seconds);
    }
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
    case 'invited':
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
  const way = returnTo === DEFAULT_RETURN_TO ? {} : { returnTo };
  return withQuery(paths.signIn, { ...writeDemands(demands), ...way });
}

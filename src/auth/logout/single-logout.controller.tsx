import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Clock, uuidv7 } from '../../database/index.js';
import { type Decision, refusals, refuse } from '../../errors/index.js';
import { Public, readBody, requestContext } from '../../http/index.js';
import {
  LogoutRefusedPage,
  PostBindingPage,
  sendPage,
  SignedOutPage,
  type SignedOutPageProps,
} from '../../pages/index.js';
import { Log } from '../../telemetry/index.js';
import { liveTenantOf } from '../../tenants/index.js';
import { publicContext } from '../page-context.js';
import { type OutgoingMessage, SLO_PATH } from '../saml/index.js';
import { deleteOurCookies, readSessionCookie } from '../session/index.js';
import { readLogoutForm } from './domain/logout-form.js';
import type { LogoutTransport } from './domain/logout-message.js';
import { readRedirectQuery } from './domain/redirect-query.js';
import { PendingLogouts } from './pending-logouts.js';
import { type LogoutOutcome, SingleLogoutService } from './single-logout.service.js';

const MAX_FORM_BYTES = 256 * 1024;

/** Where IdPs send LogoutRequests and LogoutResponses, by whichever binding: the signed message is the credential. */
@Controller()
export class SingleLogoutController {
  constructor(
    private readonly clock: Clock,
    private readonly singleLogout: SingleLogoutService,
    private readonly pending: PendingLogouts,
    private readonly log: Log,
  ) {}

  @Get(SLO_PATH)
  @Public('the signed logout message is the credential')
  redirected(@Req() req: Request, @Res() res: Response): Promise<void> {
    if (req.method !== 'GET') return this.answer(req, res, refuse('method_not_allowed')); // HEAD
    const at = req.originalUrl.indexOf('?');
    // As it arrived: req.query has been decoded by rules that no signature is over.
    return this.answer(req, res, readRedirectQuery(at < 0 ? '' : req.originalUrl.slice(at + 1)));
  }

  @Post(SLO_PATH)
  @Public('the signed logout message is the credential')
  async posted(@Req() req: Request, @Res() res: Response): Promise<void> {
    await this.answer(req, res, await receiveForm(req));
  }

  private async answer(
    req: Request,
    res: Response,
    transport: Decision<LogoutTransport>,
  ): Promise<void> {
    const tenant = liveTenantOf(req);
    const { requestId, clientAddress, userAgent } = requestContext(req);
    const nowMs = this.clock.nowMs();
    const pending = this.pending.read(req, tenant.id, nowMs);
    const outcome = await this.singleLogout.receive({
      id: uuidv7(nowMs),
      nowMs,
      tenant,
      transport,
      pending,
      origin: { ip: clientAddress, userAgent, requestId },
    });
    this.log.info({
      event: 'single_logout',
      requestId,
      tenant: tenant.subdomain,
      outcome: outcome.kind,
      reason: outcome.kind === 'refused' ? outcome.code : 'none',
    });
    this.send(req, res, outcome, pending !== null);
  }

  private send(req: Request, res: Response, outcome: LogoutOutcome, isAwaited: boolean): void {
    switch (outcome.kind) {
      case 'ended': {
        const own = readSessionCookie(req)?.id;
        if (own !== undefined && outcome.sessionIds.includes(own)) deleteOurCookies(req, res);
        if (outcome.answer) sendMessage(req, res, outcome.answer);
        else sendSignedOut(req, res, 'everywhere');
        return;
      }
      case 'answered':
        this.pending.delete(res);
        sendSignedOut(req, res, outcome.isEverywhere ? 'everywhere' : 'partly');
        return;
      case 'refused':
        if (!outcome.isResponse) {
          sendPage(res, <LogoutRefusedPage context={publicContext(req)} />, {
            status: refusals[outcome.code].status,
            allowsFraming: true,
          });
        } else if (isAwaited && outcome.code !== 'logout_response_unknown') {
          this.pending.delete(res); // our own session has ended long before
          sendSignedOut(req, res, 'partly');
        } else {
          res.redirect(303, '/site/logout'); // says whether anybody is signed in, and changes nothing
        }
    }
  }
}

async function receiveForm(req: Request): Promise<Decision<LogoutTransport>> {
  // One place for a message: whoever puts another into the query hopes that somebody reads it.
  if (req.originalUrl.includes('?'))
    return refuse('logout_parameters_malformed', { parameter: 'query' });
  const body = await readBody(req, MAX_FORM_BYTES);
  if (body === null) return refuse('message_too_large');
  return readLogoutForm({ contentType: req.get('content-type'), body });
}

/** Framed by the IdP: its sign-out page shows each application in an iframe, and this page has nothing to click jack. */
function sendSignedOut(
  req: Request,
  res: Response,
  reach: NonNullable<SignedOutPageProps['reach']>,
): void {
  sendPage(res, <SignedOutPage context={publicContext(req)} reach={reach} />, {
    allowsFraming: true,
  });
}

function sendMessage(req: Request, res: Response, message: OutgoingMessage): void {
  if (message.binding === 'redirect') {
    res.redirect(303, message.url);
    return;
  }
  sendPage(res, <PostBindingPage context={publicContext(req)} {...message} />, {
    allowsScript: true,
    allowsFraming: true,
    formAction: ['https:', new URL(message.action).origin],
  });
}

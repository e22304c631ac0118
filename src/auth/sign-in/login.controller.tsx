import { randomBytes } from 'node:crypto';
import { Controller, Get, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AppConfig } from '../../config/index.js';
import { ActiveConnections, type Connection } from '../../connections/index.js';
import { Clock, Database } from '../../database/index.js';
import { Public } from '../../http/index.js';
import { BouncedPage, PostBindingPage, sendPage, WrongDemandsPage } from '../../pages/index.js';
import { liveTenantOf, type Tenant } from '../../tenants/index.js';
import { publicContext } from '../page-context.js';
import { AuthnRequests, SIGN_IN_PATH } from '../saml/index.js';
import { readSessionCookie, SessionsService } from '../session/index.js';
import { type Attempt, AttemptCookies } from './attempt-cookies.js';
import { bounceCookie } from './bounce-cookie.js';
import { type Demands, meets, readDemands } from './domain/demands.js';
import { RETURN_TO_PARAMETERS, safeReturnTo } from './domain/return-to.js';

/** A browser's way to the IdP. */
@Controller()
export class LoginController {
  constructor(
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly connections: ActiveConnections,
    private readonly authnRequests: AuthnRequests,
    private readonly attempts: AttemptCookies,
    private readonly sessions: SessionsService,
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

  private async sendToIdp(
    req: Request,
    res: Response,
    tenant: Tenant,
    connection: Connection,
    attempt: Attempt,
  ): Promise<void> {
    const loginHint = req.query['login_hint'];
    const message = await this.authnRequests.build(tenant, connection, attempt.requestId, {
      forceAuthn: attempt.demands.maxAgeSeconds !== null,
      loginHint: typeof loginHint === 'string' ? loginHint : null,
    });
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

  private returnToOf(req: Request, tenant: Tenant): string {
    const query = req.query as Readonly<Record<string, unknown>>;
    const wanted = RETURN_TO_PARAMETERS.map((name) => query[name]).find(
      (value) => value !== undefined,
    );
    return safeReturnTo(wanted, this.config.publicUrl.originOf(tenant.subdomain));
  }
}

/** Sec-Fetch-Dest is absent in browsers older than the header, and in links that other programs open. */
function isDocumentNavigation(req: Request): boolean {
  const destination = req.get('sec-fetch-dest') ?? 'document';
  return destination === 'document' && !/prefetch|prerender/.test(req.get('sec-purpose') ?? '');
}

/** We just sent this browser here and gave it a cookie: where that is gone, cookies are blocked and a start is in vain. */
function hasLostBounceCookie(req: Request): boolean {
  return req.query['bounced'] !== undefined && !bounceCookie.isSet(req);
}

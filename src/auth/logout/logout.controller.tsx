import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AuditService } from '../../audit/index.js';
import { Transactions } from '../../database/index.js';
import { Public, requestContext } from '../../http/index.js';
import {
  PostBindingPage,
  sendPage,
  SignedOutPage,
  SignOutConfirmPage,
  TOKEN_FIELD,
} from '../../pages/index.js';
import { Log } from '../../telemetry/index.js';
import { liveTenantOf } from '../../tenants/index.js';
import { publicContext } from '../page-context.js';
import {
  deleteOurCookies,
  FormTokens,
  type LiveSession,
  readSessionCookie,
  SessionsEnd,
  SessionsService,
} from '../session/index.js';

import { PendingLogouts } from './pending-logouts.js';
import { SingleLogoutService } from './single-logout.service.js';

const SIGN_OUT_PATH = '/site/logout';

/** Ends our own session first and always; then, where the connection says how, asks the IdP to end its own. */
@Controller()
export class LogoutController {
  constructor(
    private readonly sessions: SessionsService,
    private readonly ending: SessionsEnd,
    private readonly tokens: FormTokens,
    private readonly transactions: Transactions,
    private readonly audit: AuditService,
    private readonly singleLogout: SingleLogoutService,
    private readonly pending: PendingLogouts,
    private readonly log: Log,
  ) {}

  /** A link alone signs nobody out: it shows the form that does, or that nobody is signed in. */
  @Get(SIGN_OUT_PATH)
  @Public('changes nothing; shows a form, or that nobody is signed in')
  async show(@Req() req: Request, @Res() res: Response): Promise<void> {
    const session = await this.sessionOfBrowser(req);
    const context = publicContext(req);
    if (session)
      sendPage(res, <SignOutConfirmPage context={context} token={this.tokens.issue(session.id)} />);
    else sendPage(res, <SignedOutPage context={context} />);
  }

  @Post(SIGN_OUT_PATH)
  @Public(
    'acts on the session that the browser proves to hold, on a same-origin form with its token, and on nothing else',
  )
  async signOut(@Req() req: Request, @Res() res: Response): Promise<void> {
    const session = await this.sessionOfBrowser(req);
    if (session) {
      this.tokens.require(
        req,
        session.id,
        (req.body as Record<string, unknown> | undefined)?.[TOKEN_FIELD],
      );
      await this.end(req, session);
      // Not without a session: a post from another site comes without the cookie (Lax), and would delete it all the same.
      deleteOurCookies(req, res);
      // "cookies" would clear the whole registrable domain, other customers' hosts included.
      res.set('Clear-Site-Data', '"cache"');
      if (await this.goOnToIdp(req, res, session)) return;
    }
    res.set('Cache-Control', 'no-store').redirect(303, SIGN_OUT_PATH);
  }

  /**
   * Single Logout, after our own session has ended and whatever comes of it: the person sees here already that they are
   * signed out, should the IdP be away. A page of its own, so that the sign-out forms of all others need not be allowed to
   * lead to the IdP (Chromium holds redirects of a form to its page's form-action).
   */
  private async goOnToIdp(req: Request, res: Response, session: LiveSession): Promise<boolean> {
    const tenant = liveTenantOf(req);
    const request = await this.singleLogout
      .requestFor(tenant, session.id)
      .catch((error: unknown) => {
        this.log.failure({ event: 'logout_request_failed', tenant: tenant.subdomain, error });
        return null;
      });
    if (!request) return false;
    const { message, pending } = request;
    this.pending.set(res, tenant.id, pending);
    const context = publicContext(req);
    if (message.binding === 'redirect') {
      res.set('Refresh', `0; url=${message.url}`);
      sendPage(res, <SignedOutPage context={context} reach="leaving" continueHref={message.url} />);
      return true;
    }
    sendPage(res, <PostBindingPage context={context} {...message} />, {
      allowsScript: true,
      formAction: ['https:', new URL(message.action).origin],
    });
    return true;
  }

  private async sessionOfBrowser(req: Request): Promise<LiveSession | null> {
    const credential = readSessionCookie(req);
    return credential ? this.sessions.check(liveTenantOf(req).id, credential) : null;
  }

  private async end(req: Request, session: LiveSession): Promise<void> {
    const { requestId, clientAddress, userAgent } = requestContext(req);
    const { user, tenantId } = session;
    const label = user.subject ?? user.email ?? user.displayName;
    await this.transactions.run(async (tx) => {
      // Two tabs at once: the second finds it ended and has nothing to record.
      if (!(await this.ending.end(tx, tenantId, session.id, 'signed_out'))) return;
      await this.audit.append(tx, {
        tenantId,
        type: 'sign_out',
        outcome: 'done',
        actor: { kind: 'user', id: user.id, label },
        target: { kind: 'session', id: session.id },
        personId: user.id,
        person: label.toLowerCase(),
        origin: { ip: clientAddress, userAgent, requestId },
      });
    });
  }
}

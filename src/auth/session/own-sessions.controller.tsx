import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Database } from '../../database/index.js';
import { RequireSignedIn, requestContext } from '../../http/index.js';
import { paths, sendPage, SESSION_FIELD, SessionsPage, TOKEN_FIELD } from '../../pages/index.js';
import { liveTenantOf } from '../../tenants/index.js';
import { PageContexts } from '../page-contexts.js';
import { deleteOurCookies } from './session-cookie.js';
import { sessionOf } from './access.guard.js';
import { FormTokens } from './form-token.js';
import { SessionsRevoke } from './sessions.revoke.js';
import { SessionsDirectory } from './sessions.directory.js';

const SHOWN = 100;

/** A person's own sessions: see them, end one, end all (ASVS 7.5.2). */
@Controller()
export class OwnSessionsController {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionsDirectory,
    private readonly revoking: SessionsRevoke,
    private readonly tokens: FormTokens,
    private readonly contexts: PageContexts,
  ) {}

  @Get(paths.sessions)
  @RequireSignedIn()
  async list(@Req() req: Request, @Res() res: Response): Promise<void> {
    const session = sessionOf(req);
    const rows = await this.sessions.listLive(
      this.database,
      liveTenantOf(req),
      session.user.id,
      SHOWN,
    );
    sendPage(
      res,
      <SessionsPage
        context={this.contexts.ofSession(req, session)}
        sessions={rows.map((row) => ({ ...row, isThis: row.id === session.id }))}
        token={this.tokens.issue(session.id)}
      />,
    );
  }

  /** One of the person's own by its id, or without one all of them. */
  @Post(paths.sessions)
  @RequireSignedIn()
  async end(@Req() req: Request, @Res() res: Response): Promise<void> {
    const session = sessionOf(req);
    const body = (req.body ?? {}) as Record<string, unknown>;
    this.tokens.require(req, session.id, body[TOKEN_FIELD]);
    const { clientAddress, userAgent, requestId } = requestContext(req);
    const label = session.user.subject ?? session.user.email ?? session.user.displayName;
    const by = {
      actor: { kind: 'user', id: session.user.id, label },
      origin: { ip: clientAddress, userAgent, requestId },
    } as const;
    const person = { tenantId: session.tenantId, userId: session.user.id, label };
    const wanted = body[SESSION_FIELD];
    if (wanted === undefined) await this.revoking.all(person, by);
    else await this.revoking.one(person, typeof wanted === 'string' ? wanted : '', by);
    res.set('Cache-Control', 'no-store');
    if (wanted !== undefined && wanted !== session.id) {
      res.redirect(303, paths.sessions);
      return;
    }
    // Not to a page that needs a session: the IdP would sign the person in again at once.
    deleteOurCookies(req, res);
    res.set('Clear-Site-Data', '"cache"').redirect(303, paths.signOut);
  }
}

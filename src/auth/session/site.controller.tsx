import { Controller, Get, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AppConfig } from '../../config/index.js';
import { Clock, Database } from '../../database/index.js';
import { RequireSignedIn } from '../../http/index.js';
import { LandingPage, paths, sendPage } from '../../pages/index.js';
import { liveTenantOf } from '../../tenants/index.js';
import { UsersDirectory } from '../../users/index.js';
import { PageContexts } from '../page-contexts.js';
import { sessionOf } from './access.guard.js';

/** Who is signed in: for the person as a page, for our own front ends as JSON. */
@Controller()
export class SiteController {
  constructor(
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly users: UsersDirectory,
    private readonly contexts: PageContexts,
  ) {}

  @Get(paths.landing)
  @RequireSignedIn()
  async landing(@Req() req: Request, @Res() res: Response): Promise<void> {
    const session = sessionOf(req);
    const { user } = session;
    const tenant = liveTenantOf(req);
    const membership = await this.users.groupsOf(this.database, tenant.id, user.id);
    sendPage(
      res,
      <LandingPage
        context={this.contexts.ofSession(req, session)}
        person={{
          displayName: user.displayName,
          email: user.email,
          subject: user.subject,
          roles: user.roles,
          groupCount: membership.isKnown ? membership.values.length : null,
        }}
        sessionExpiresAtMs={session.expiresAtMs}
        nowMs={this.clock.nowMs()}
        appUrl={this.config.appUrl?.replace('{tenant}', tenant.subdomain) ?? null}
      />,
    );
  }

  @Get('/site/session')
  @RequireSignedIn()
  async session(@Req() req: Request, @Res() res: Response): Promise<void> {
    const session = sessionOf(req);
    const { user } = session;
    const tenant = liveTenantOf(req);
    const membership = await this.users.groupsOf(this.database, tenant.id, user.id);
    res.set('Cache-Control', 'no-store').json({
      tenant: tenant.subdomain,
      user: {
        id: user.id,
        subject: user.subject,
        email: user.email,
        displayName: user.displayName,
        givenName: user.givenName,
        surname: user.surname,
        roles: user.roles,
        groups: membership.values,
      },
      authenticatedAt:
        session.authenticatedAtMs === null
          ? null
          : new Date(session.authenticatedAtMs).toISOString(),
      mfa: session.isMfa,
      signedInAt: new Date(session.createdAtMs).toISOString(),
      expiresAt: new Date(session.expiresAtMs).toISOString(),
    });
  }
}

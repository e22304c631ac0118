import { Controller, Get, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Clock } from '../../database/index.js';
import { Public } from '../../http/index.js';
import { paths, ResumePage, sendPage } from '../../pages/index.js';
import { liveTenantOf } from '../../tenants/index.js';
import { publicContext } from '../page-context.js';
import { readSessionCookie, SessionsService } from '../session/index.js';
import { AttemptCookies } from './attempt-cookies.js';

/**
 * Where a browser goes that posted a spent assertion again (back button, reload). The ACS never sees the session cookie
 * (SameSite=Lax on a cross-site POST); this GET does.
 */
@Controller()
export class ResumeController {
  constructor(
    private readonly attempts: AttemptCookies,
    private readonly sessions: SessionsService,
    private readonly clock: Clock,
  ) {}

  @Get('/site/resume')
  @Public('shows a link, or goes on with the session that the browser proves to hold')
  async resume(@Req() req: Request, @Res() res: Response): Promise<void> {
    const { id: tenantId } = liveTenantOf(req);
    const credential = readSessionCookie(req);
    const session = credential ? await this.sessions.check(tenantId, credential) : null;
    if (!session) {
      sendPage(res, <ResumePage context={publicContext(req)} />);
      return;
    }
    const { done } = this.attempts.read(req, tenantId, this.clock.nowMs());
    const returnTo =
      done.find((marker) => marker.sessionId === session.id)?.returnTo ?? paths.landing;
    res.set('Cache-Control', 'no-store').redirect(303, returnTo);
  }
}

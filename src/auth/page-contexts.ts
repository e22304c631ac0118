import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { requestContext } from '../http/index.js';
import type { PageContext } from '../pages/index.js';
import { publicContext } from './page-context.js';
import { FormTokens } from './session/form-token.js';
import { readSessionCookie } from './session/session-cookie.js';
import { type LiveSession } from './session/live-session.js';
import { SessionsService } from './session/sessions.service.js';

/** The frame of a page with the person who looks at it: name, way to the administrators' pages, sign-out. */
@Injectable()
export class PageContexts {
  constructor(
    private readonly sessions: SessionsService,
    private readonly tokens: FormTokens,
  ) {}

  ofSession(req: Request, session: LiveSession): PageContext {
    const viewer = {
      name: session.user.displayName,
      isAdministrator: session.user.roles.includes('administrator'),
      signOutToken: this.tokens.issue(session.id),
    };
    return { ...publicContext(req), viewer };
  }

  /** For a page that is the same for everybody: who is signed in still finds the way back. */
  async ofAnybody(req: Request): Promise<PageContext> {
    const { tenant } = requestContext(req);
    const credential = readSessionCookie(req);
    const session = tenant && credential ? await this.sessions.check(tenant.id, credential) : null;
    return session ? this.ofSession(req, session) : publicContext(req);
  }
}

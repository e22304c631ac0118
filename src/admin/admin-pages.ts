import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { Attribution } from '../audit/index.js';
import { FormTokens, publicContext, sessionOf } from '../auth/index.js';
import { requestContext } from '../http/index.js';
import type { PageContext } from '../pages/index.js';

/** Who looks at an administrator's page: for the page's frame, and for the log. */
@Injectable()
export class AdminPages {
  constructor(private readonly tokens: FormTokens) {}

  /** The frame of a page of this administrator. */
  contextOf(req: Request): PageContext {
    const session = sessionOf(req);
    const viewer = {
      name: session.user.displayName,
      isAdministrator: session.user.roles.includes('administrator'),
      signOutToken: this.tokens.issue(session.id),
    };
    return { ...publicContext(req), viewer };
  }
}

/** Who the log names for what is done by this request. */
export function attributionOf(req: Request): Attribution {
  const { principal, clientAddress, userAgent, requestId } = requestContext(req);
  if (principal?.kind !== 'user') throw new Error('no administrator on this request');
  return {
    actor: { kind: 'user', id: principal.userId, label: principal.label },
    origin: { ip: clientAddress, userAgent, requestId },
  };
}

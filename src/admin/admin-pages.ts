import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { Attribution } from '../audit/index.js';
import { PageContexts, sessionOf } from '../auth/index.js';
import { requestContext } from '../http/index.js';
import type { PageContext } from '../pages/index.js';

/** Who looks at an administrator's page: for the page's frame, and for the log. */
@Injectable()
export class AdminPages {
  constructor(private readonly contexts: PageContexts) {}

  /** The frame of a page of this administrator. */
  contextOf(req: Request): PageContext {
    return this.contexts.ofSession(req, sessionOf(req));
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

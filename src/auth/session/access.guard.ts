import { type CanActivate, type ExecutionContext, HttpException, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { ApiKeysService } from '../../api-keys/index.js';
import { Clock } from '../../database/index.js';
import {
  type Access,
  ACCESS_KEY,
  isAskedByOtherHost,
  type Principal,
  ProblemError,
  RECENT_SIGN_IN_KEY,
  type RecentSignIn,
  requestContext,
  SignInNotRecentError,
} from '../../http/index.js';
import { readSessionCookie } from './session-cookie.js';
import { type LiveSession } from './live-session.js';
import { SessionsService } from './sessions.service.js';

const SESSION = Symbol('session');

/** The session that the access guard let in. @throws Error on a route that asked for none: a bug of ours */
export function sessionOf(req: Request): LiveSession {
  const session = (req as { [SESSION]?: LiveSession })[SESSION];
  if (!session) throw new Error('no session on this request');
  return session;
}

/** Global: every route says who may call it, and this is where that is enforced. Saying nothing refuses everybody. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: SessionsService,
    private readonly apiKeys: ApiKeysService,
    private readonly clock: Clock,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS_KEY, [
      context.getHandler(),
      context.getClass(),
    ]);
    const req = context.switchToHttp().getRequest<Request>();
    const recent = this.reflector.get<RecentSignIn | undefined>(
      RECENT_SIGN_IN_KEY,
      context.getHandler(),
    );
    const isIn = await this.decide(access, req);
    if (recent) this.requireRecent(req, recent);
    return isIn;
  }

  private async decide(access: Access | undefined, req: Request): Promise<boolean> {
    switch (access?.kind) {
      case 'public':
        return true;
      case 'signed_in':
        await this.signedIn(req);
        return true;
      case 'role':
        return requireRole(await this.signedIn(req), access.role);
      case 'scope':
        return this.withScope(req, access.scope);
      case undefined:
        throw new HttpException('this route does not say who may call it', 500);
    }
  }

  /** @throws Error where no session was asked for: a bug of ours */
  private requireRecent(req: Request, { maxAgeSeconds, pageOf }: RecentSignIn): void {
    const { authenticatedAtMs } = sessionOf(req);
    const oldestMs = this.clock.nowMs() - maxAgeSeconds * 1000;
    if (authenticatedAtMs === null || authenticatedAtMs < oldestMs)
      throw new SignInNotRecentError(maxAgeSeconds, pageOf(req.path));
  }

  private async signedIn(req: Request): Promise<Principal> {
    if (isAskedByOtherHost(req))
      throw new ProblemError(403, 'cross_origin', 'A page of another host asked by this browser.');
    const { tenant } = requestContext(req);
    const credential = readSessionCookie(req);
    const session = tenant && credential ? await this.sessions.check(tenant.id, credential) : null;
    if (!session) throw new ProblemError(401, 'not_signed_in', 'Nobody is signed in.');
    const { user } = session;
    const principal: Principal = {
      kind: 'user',
      tenantId: session.tenantId,
      userId: user.id,
      label: user.subject ?? user.email ?? user.displayName,
      roles: user.roles,
      sessionId: session.id,
    };
    requestContext(req).principal = principal;
    Object.assign(req, { [SESSION]: session });
    return principal;
  }

  /** An API key with the scope; without any key, an administrator's own session. */
  private async withScope(req: Request, scope: string): Promise<boolean> {
    const authorization = req.get('authorization');
    if (authorization === undefined) return requireRole(await this.signedIn(req), 'administrator');
    const { tenant } = requestContext(req);
    const token = /^Bearer ([\x21-\x7e]{1,200})$/i.exec(authorization)?.[1];
    const principal =
      tenant && token !== undefined ? await this.apiKeys.check(token, tenant.id) : null;
    if (principal?.kind !== 'api_key') {
      throw new ProblemError(
        401,
        'api_key_refused',
        'The API key is unknown, expired, revoked, or of another tenant.',
      );
    }
    requestContext(req).principal = principal;
    if (principal.scopes.includes(scope)) return true;
    throw new ProblemError(403, 'scope_missing', `The API key lacks the scope ${scope}.`);
  }
}

function requireRole(principal: Principal, role: string): boolean {
  if (principal.kind === 'user' && principal.roles.includes(role)) return true;
  throw new ProblemError(403, 'role_missing', `This needs the role ${role}.`);
}

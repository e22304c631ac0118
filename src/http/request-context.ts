import type { Request } from 'express';

/** The tenant that the request's host named. */
export interface RequestTenant {
  readonly id: string;
  readonly subdomain: string;
  readonly name: string;
}

/** Who a request acts as. */
export type Principal =
  | {
      readonly kind: 'user';
      readonly tenantId: string;
      readonly userId: string;
      readonly label: string;
      readonly roles: readonly string[];
      readonly sessionId: string;
    }
  | {
      readonly kind: 'api_key';
      readonly tenantId: string | null; // null: every tenant
      readonly keyId: string;
      readonly label: string;
      readonly scopes: readonly string[];
    };

/** What is known of a request before any controller sees it. */
export interface RequestContext {
  readonly requestId: string;
  readonly clientAddress: string;
  readonly userAgent: string; // at most 512 characters, control characters removed
  tenant: RequestTenant | null;
  principal: Principal | null;
}

const CONTEXT = Symbol('request context');

interface WithContext {
  [CONTEXT]?: RequestContext;
}

export function setRequestContext(req: Request, context: RequestContext): void {
  (req as WithContext)[CONTEXT] = context;
}

/** @throws Error where the context middleware did not run: a bug of ours, never the caller's */
export function requestContext(req: Request): RequestContext {
  const context = (req as WithContext)[CONTEXT];
  if (!context) throw new Error('no request context: the middleware is not installed');
  return context;
}

/** @throws Error on a host without a tenant: such requests are answered before any controller */
export function tenantOf(req: Request): RequestTenant {
  const { tenant } = requestContext(req);
  if (!tenant) throw new Error('no tenant for this request');
  return tenant;
}

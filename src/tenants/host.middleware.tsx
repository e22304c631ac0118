import { Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { AppConfig } from '../config/index.js';
import { isSessionControlHost, requestContext } from '../http/index.js';
import { chooseLanguage, sendPage, UnknownHostPage } from '../pages/index.js';
import type { Tenant } from './tenant.js';
import { TenantCache } from './tenant-cache.js';

const LIVE_TENANTS = new WeakMap<Request, Tenant>();

/** The whole tenant of a request that came past the middleware. @throws Error on a host without one: a bug of ours */
export function liveTenantOf(req: Request): Tenant {
  const tenant = LIVE_TENANTS.get(req);
  if (!tenant) throw new Error('no tenant for this request');
  return tenant;
}

/**
 * Host -> tenant, by exact match. Whatever host is no live tenant's gets one and the same answer, so that nobody learns
 * who is a customer, or who is about to be one.
 */
@Injectable()
export class TenantMiddleware implements NestMiddleware {
  constructor(
    private readonly config: AppConfig,
    private readonly tenants: TenantCache,
  ) {}

  async use(req: Request, res: Response, next: NextFunction): Promise<void> {
    if (isForAnyHost(req.path)) {
      next();
      return;
    }
    const tenant = await this.liveTenant(req.headers.host);
    if (tenant) {
      requestContext(req).tenant = tenant;
      LIVE_TENANTS.set(req, tenant);
      next();
    } else if (req.path === '/' && this.isHomeOfDevelopment(req.headers.host)) {
      next();
    } else {
      const language = chooseLanguage(req.get('accept-language'));
      const isSessionControl = isSessionControlHost(req.headers.host);
      sendPage(res, <UnknownHostPage {...{ language, isSessionControl }} />, { status: 404 });
    }
  }

  private async liveTenant(host: string | undefined): Promise<Tenant | null> {
    const subdomain = this.config.publicUrl.subdomainOf(host);
    return subdomain === null ? null : this.tenants.findLive(subdomain);
  }

  /** The page of links that a developer lands on; in production that host is as unknown as any other. */
  private isHomeOfDevelopment(host: string | undefined): boolean {
    return this.config.environment !== 'production' && this.config.publicUrl.isBareHost(host);
  }
}

/** Probes ask by address, and pages of every host share their style sheet. */
function isForAnyHost(path: string): boolean {
  return path === '/healthz' || path === '/readyz' || path.startsWith('/assets/');
}

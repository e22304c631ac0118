import { randomUUID } from 'node:crypto';
import { Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { AppConfig } from '../config/index.js';
import { Log, Metrics } from '../telemetry/index.js';
import { clientAddress } from './client-address.js';
import { requestContext, setRequestContext } from './request-context.js';

/** What proxies, too, write where the client closed the connection before it had its answer. */
const WENT_AWAY = 499;

/** First of all middleware: gives the request its id and address, and writes its one log line and duration at the end. */
@Injectable()
export class ContextMiddleware implements NestMiddleware {
  constructor(
    private readonly config: AppConfig,
    private readonly log: Log,
    private readonly metrics: Metrics,
  ) {}

  use(req: Request, res: Response, next: NextFunction): void {
    const startedAt = performance.now();
    const requestId = randomUUID();
    setRequestContext(req, {
      requestId,
      clientAddress: clientAddress(
        req.socket.remoteAddress,
        req.get('x-forwarded-for'),
        this.config.trustedProxies,
      ),
      userAgent: printable(req.get('user-agent') ?? '').slice(0, 512),
      tenant: null,
      principal: null,
    });
    res.setHeader('X-Request-Id', requestId);
    res.on('close', () => {
      this.finish(req, res, performance.now() - startedAt);
    });
    next();
  }

  private finish(req: Request, res: Response, durationMs: number): void {
    const route = (req.route as { path?: string } | undefined)?.path ?? 'none';
    const { requestId, tenant } = requestContext(req);
    const status = res.writableFinished ? res.statusCode : WENT_AWAY;
    const labels = { method: req.method, route, status: status.toString() };
    this.metrics.requestSeconds.observe(labels, durationMs / 1000);
    this.log.info({
      event: 'request',
      requestId,
      ...(tenant ? { tenant: tenant.subdomain } : {}),
      method: req.method,
      path: route,
      status,
      durationMs: Math.round(durationMs * 10) / 10,
    });
  }
}

function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, ' ');
}

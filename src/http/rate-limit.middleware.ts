import { Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { Metrics } from '../telemetry/index.js';
import { PROBLEM_CONTENT_TYPE, problemBody, ProblemError } from './problem.js';
import { RateLimiter } from './rate-limiter.js';
import { requestContext } from './request-context.js';

/** Probes must not fail under a flood; the ACS counts for itself, because its refusals go on the record. */
const UNLIMITED =
  /^\/(healthz|readyz|assets\/.*|saml\/module\.php\/saml\/sp\/saml2-acs\.php\/imagenweb\/?)$/;

@Injectable()
export class RateLimitMiddleware implements NestMiddleware {
  constructor(
    private readonly limiter: RateLimiter,
    private readonly metrics: Metrics,
  ) {}

  use(req: Request, res: Response, next: NextFunction): void {
    const { clientAddress, requestId } = requestContext(req);
    if (UNLIMITED.test(req.path) || this.limiter.allows(clientAddress)) {
      next();
      return;
    }
    this.metrics.rateLimited.inc();
    const problem = new ProblemError(
      429,
      'rate_limited',
      'Too many requests. Wait a minute and try again.',
    );
    res
      .status(429)
      .set({
        'Retry-After': this.limiter.retryAfterSeconds().toString(),
        'Content-Type': PROBLEM_CONTENT_TYPE,
        'Cache-Control': 'no-store',
      })
      .end(JSON.stringify(problemBody(problem, req.path, requestId)));
  }
}

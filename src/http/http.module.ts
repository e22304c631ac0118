import { Module } from '@nestjs/common';
import { ContextMiddleware } from './context.middleware.js';
import { RateLimitMiddleware } from './rate-limit.middleware.js';
import { RateLimiter } from './rate-limiter.js';

@Module({
  providers: [ContextMiddleware, RateLimiter, RateLimitMiddleware],
  exports: [RateLimiter],
})
export class HttpModule {}

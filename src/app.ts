import { type NestMiddleware, ShutdownSignal } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from './app.module.js';
import { ContextMiddleware, RateLimitMiddleware, securityHeaders } from './http/index.js';
import { Log } from './telemetry/index.js';
import { TenantMiddleware } from './tenants/index.js';

/**
 * The product as one HTTP application, not listening yet.
 * @param settings replaces the environment: tests and tools that bring their own
 */
export async function createApp(
  settings?: Readonly<Record<string, string>>,
): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.forRoot(settings), {
    bodyParser: false, // the ACS reads its own body; forms are read where they are expected
    bufferLogs: true,
    abortOnError: false,
  });
  app.useLogger(app.get(Log));
  prepare(app);
  return app;
}

/** What is set on the HTTP server itself; tests that build the module themselves call it too. */
export function prepare(app: NestExpressApplication): void {
  app.disable('x-powered-by');
  app.disable('etag'); // pages are never cached, and the API sets its own
  app.set('query parser', 'simple'); // no nested objects from a query
  // SIGTERM is for serve.ts: there is a load balancer to be told first.
  app.enableShutdownHooks(
    Object.values(ShutdownSignal).filter((signal) => signal !== ShutdownSignal.SIGTERM),
  );
  // In this order, before any route is looked for: who calls, how often, and which tenant.
  app.use(securityHeaders);
  for (const type of [ContextMiddleware, RateLimitMiddleware, TenantMiddleware]) {
    const middleware = app.get<NestMiddleware>(type, { strict: false });
    app.use(middleware.use.bind(middleware));
  }
}

import { setTimeout as pause } from 'node:timers/promises';
import { inspect } from 'node:util';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { createApp } from './app.js';
import { AppConfig, ConfigurationError } from './config/index.js';
import { ConnectionDrain, Readiness } from './operations/index.js';
import { Log } from './telemetry/index.js';

const HEADERS_TIMEOUT_MS = 15_000;
const REQUEST_TIMEOUT_MS = 30_000; // a body that trickles in longer holds a connection for nothing
const KEEP_ALIVE_TIMEOUT_MS = 65_000; // longer than the usual proxy's 60 s, so that the proxy closes first
const STOP_DEADLINE_MS = 20_000; // a database that does not answer must not keep us until the orchestrator's SIGKILL at 30 s

/** Starts listening. A configuration with mistakes is refused with every one of them, and exit code 1. */
export async function serve(): Promise<void> {
  const app = await createApp().catch(endWithError);
  const config = app.get(AppConfig);
  const server = app.getHttpServer();
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.keepAliveTimeout = KEEP_ALIVE_TIMEOUT_MS;
  await app.listen(config.port, config.host).catch(endWithError);
  const log = app.get(Log);
  process.once('SIGINT', () => {
    giveUpStoppingAfter(STOP_DEADLINE_MS, log); // Nest stops in order by itself
  });
  process.once('SIGTERM', () => {
    giveUpStoppingAfter(config.stopDelayMs + STOP_DEADLINE_MS, log);
    void leave(app, config.stopDelayMs);
  });
  log.info({ event: 'listening', address: config.host, port: config.port });
}

/**
 * A load balancer takes its while to notice. Whoever stops listening at once loses what was sent meanwhile: connections
 * that the system had taken for us, and requests on connections that were kept open.
 */
async function leave(app: NestExpressApplication, delayMs: number): Promise<void> {
  app.get(Readiness).leave();
  app.get(ConnectionDrain).leave();
  await pause(delayMs);
  await app.close().catch(endWithError);
  process.exit(0);
}

/** For the case that stopping does not come to an end. */
function giveUpStoppingAfter(milliseconds: number, log: Log): void {
  setTimeout(() => {
    log.failure({ event: 'stopped_by_force' });
    process.exit(1);
  }, milliseconds).unref();
}

function endWithError(error: unknown): never {
  const text = error instanceof ConfigurationError ? error.message : inspect(error);
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

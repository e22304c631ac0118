import { inspect } from 'node:util';
import { createApp } from './app.js';
import { AppConfig, ConfigurationError } from './config/index.js';
import { Log } from './telemetry/index.js';

const HEADERS_TIMEOUT_MS = 15_000;
const REQUEST_TIMEOUT_MS = 30_000; // a body that trickles in longer holds a connection for nothing
const KEEP_ALIVE_TIMEOUT_MS = 65_000; // longer than the usual proxy's 60 s, so that the proxy closes first
const STOP_DEADLINE_MS = 25_000; // a database that does not answer must not keep us until the orchestrator's SIGKILL at 30 s

/** Starts listening. A configuration with mistakes is refused with every one of them, and exit code 1. */
export async function serve(): Promise<void> {
  const app = await createApp().catch(refuseStart);
  const config = app.get(AppConfig);
  const server = app.getHttpServer();
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.keepAliveTimeout = KEEP_ALIVE_TIMEOUT_MS;
  await app.listen(config.port, config.host).catch(refuseStart);
  const log = app.get(Log);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      giveUpStoppingLater(log);
    });
  }
  log.info({ event: 'listening', address: config.host, port: config.port });
}

/** Nest stops in order by itself; this is for the case that it does not come to an end. */
function giveUpStoppingLater(log: Log): void {
  setTimeout(() => {
    log.failure({ event: 'stopped_by_force' });
    process.exit(1);
  }, STOP_DEADLINE_MS).unref();
}

function refuseStart(error: unknown): never {
  const text = error instanceof ConfigurationError ? error.message : inspect(error);
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

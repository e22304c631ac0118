import { Injectable, type LoggerService } from '@nestjs/common';
import { type Logger, pino } from 'pino';
import { AppConfig } from '../config/index.js';

/** The fields a log line may have. A person's name, address, cookie, key or message is none of them. */
export interface LogFields {
  readonly event: string; // constant, snake_case: what happened
  readonly requestId?: string;
  readonly attemptId?: string;
  readonly tenant?: string; // subdomain
  readonly connection?: string; // its id
  readonly daysLeft?: number;
  readonly reason?: string;
  readonly outcome?: string;
  readonly method?: string;
  readonly path?: string; // without the query
  readonly status?: number;
  readonly durationMs?: number;
  readonly count?: number;
  readonly reference?: string;
  readonly port?: number;
  readonly address?: string;
  readonly error?: unknown; // an Error: its name, code and stack are written, never a statement's parameters
}

/** One JSON line per event. Also Nest's own logger, so that there is one stream of one form. */
@Injectable()
export class Log implements LoggerService {
  private readonly pino: Logger;

  constructor(config: AppConfig) {
    this.pino = pino({ level: config.logLevel, base: null, serializers: { error: describeError } });
  }

  info(fields: LogFields): void {
    this.pino.info(fields);
  }

  warning(fields: LogFields): void {
    this.pino.warn(fields);
  }

  failure(fields: LogFields): void {
    this.pino.error(fields);
  }

  // Nest's interface: its sentences are about routes and modules.
  log(message: unknown): void {
    this.pino.debug({ event: 'framework', message: String(message) });
  }

  warn(message: unknown): void {
    this.pino.warn({ event: 'framework', message: String(message) });
  }

  error(message: unknown): void {
    this.pino.error({ event: 'framework', message: String(message) });
  }
}

/** SQL drivers put the statement's parameters into their errors: only these four fields leave. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  const { code } = error as { code?: unknown };
  return {
    name: error.name,
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    stack: (error.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 12)
      .join('\n'),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}

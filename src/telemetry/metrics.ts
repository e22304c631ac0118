import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** What Prometheus reads at /metrics. Labels are closed lists: never a tenant, a person or a path from outside. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();

  readonly signIns = new Counter({
    name: 'imagen_sso_sign_ins_total',
    help: 'Arrivals at the assertion consumer service by outcome and reason code',
    labelNames: ['outcome', 'reason'] as const,
    registers: [this.registry],
  });

  readonly signInSeconds = new Histogram({
    name: 'imagen_sso_sign_in_seconds',
    help: 'Time from the arrival of a whole response to its recorded decision, by outcome',
    labelNames: ['outcome'] as const,
    buckets: SECONDS,
    registers: [this.registry],
  });

  readonly secondOpinions = new Counter({
    name: 'imagen_sso_second_opinions_total',
    help: 'What node-saml said of the responses that we accepted, where SAML_SECOND_OPINION asks it',
    labelNames: ['opinion'] as const,
    registers: [this.registry],
  });

  readonly requestSeconds = new Histogram({
    name: 'imagen_sso_http_request_seconds',
    help: 'Duration of HTTP requests by method, route pattern and status',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: SECONDS,
    registers: [this.registry],
  });

  readonly rateLimited = new Counter({
    name: 'imagen_sso_rate_limited_total',
    help: 'Requests answered 429',
    registers: [this.registry],
  });

  readonly poolConnections = new Gauge({
    name: 'imagen_sso_database_pool_connections',
    help: 'Connections of the database pool by state',
    labelNames: ['state'] as const,
    registers: [this.registry],
  });

  readonly sessionReads = new Counter({
    name: 'imagen_sso_session_reads_total',
    help: 'Session checks by where the session was read: cache or database',
    labelNames: ['from'] as const,
    registers: [this.registry],
  });

  /** Milliseconds since the last good poll of what other instances changed; null: none yet. Set by whoever polls. */
  changeFeedAge: () => number | null = () => null;

  readonly changeFeedAgeSeconds: Gauge = new Gauge({
    name: 'imagen_sso_change_feed_age_seconds',
    help: 'Time since the last good poll of recent changes; above 5 the session cache is ignored; -1 before the first',
    registers: [this.registry],
    collect: () => {
      const ageMs = this.changeFeedAge();
      this.changeFeedAgeSeconds.set(ageMs === null ? -1 : ageMs / 1000);
    },
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry }); // event loop lag, memory, garbage collection
  }
}

import { createServer, type Server } from 'node:http';
import {
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AppConfig } from '../config/index.js';
import { Log, Metrics } from '../telemetry/index.js';

interface PoolCounts {
  readonly _allConnections?: { readonly length: number };
  readonly _freeConnections?: { readonly length: number };
  readonly _connectionQueue?: { readonly length: number };
}

/** `/metrics` on a port of its own, loopback unless configured otherwise: no tenant's host ever shows it. */
@Injectable()
export class MetricsServer implements OnApplicationBootstrap, OnApplicationShutdown {
  private server: Server | null = null;

  constructor(
    private readonly config: AppConfig,
    private readonly metrics: Metrics,
    private readonly dataSource: DataSource,
    private readonly log: Log,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (this.config.operationsPort === 0) return;
    const server = createServer((req, res) => {
      const isMetrics = req.method === 'GET' && req.url === '/metrics';
      const answer = isMetrics ? this.render() : Promise.resolve(null);
      answer.then(
        (text) => {
          res.writeHead(text === null ? 404 : 200, {
            'Content-Type': this.metrics.registry.contentType,
          });
          res.end(text ?? '');
        },
        (error: unknown) => {
          this.log.failure({ event: 'metrics_failed', error });
          res.writeHead(500).end();
        },
      );
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.config.operationsPort, this.config.operationsHost, resolve);
    });
    this.server = server;
  }

  async onApplicationShutdown(): Promise<void> {
    const { server } = this;
    if (!server) return;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  private render(): Promise<string> {
    const { pool } = this.dataSource.driver as unknown as { pool?: PoolCounts };
    if (pool) {
      const gauge = this.metrics.poolConnections;
      gauge.set({ state: 'open' }, pool._allConnections?.length ?? 0);
      gauge.set({ state: 'idle' }, pool._freeConnections?.length ?? 0);
      gauge.set({ state: 'waiting' }, pool._connectionQueue?.length ?? 0);
    }
    return this.metrics.registry.metrics();
  }
}

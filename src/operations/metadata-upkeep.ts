import {
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { ExpiryWarnings, MetadataRefresh } from '../connections/index.js';
import { Clock } from '../database/index.js';
import { Log, Metrics } from '../telemetry/index.js';

/** How soon a document that is due is asked for. */
const PERIOD_MS = 30_000;
const WARNINGS_EVERY_MS = 60 * 60_000;

/** Keeps the IdPs' metadata fresh and tells of certificates that end, on every instance: who comes second finds nothing to do. */
@Injectable()
export class MetadataUpkeep implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> | null = null;
  private warnedAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly clock: Clock,
    private readonly refresh: MetadataRefresh,
    private readonly warnings: ExpiryWarnings,
    private readonly metrics: Metrics,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.refresh.onOutcome = (outcome) => this.metrics.metadataRefreshes.inc({ outcome });
    this.timer = setInterval(() => {
      this.running ??= this.runLogged().finally(() => {
        this.running = null;
      });
    }, PERIOD_MS).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.running;
  }

  async run(): Promise<void> {
    await this.refresh.runDue();
    const nowMs = this.clock.nowMs();
    if (nowMs - this.warnedAtMs < WARNINGS_EVERY_MS) return;
    const { expiring, stale } = await this.warnings.run();
    this.warnedAtMs = nowMs;
    for (const [days, count] of expiring)
      this.metrics.expiringConnections.set({ within_days: days.toString() }, count);
    for (const [days, count] of stale)
      this.metrics.staleMetadata.set({ for_days: days.toString() }, count);
  }

  private async runLogged(): Promise<void> {
    try {
      await this.run();
    } catch (error) {
      this.log.failure({ event: 'metadata_upkeep_failed', error }); // it runs again in half a minute
    }
  }
}

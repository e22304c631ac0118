import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { ChangeFeed } from '../../audit/index.js';
import { Log, Metrics } from '../../telemetry/index.js';

const EVERY_MS = 1_000;

/** Asks the feed once a second while the server runs; the command line has no caches and never asks. */
@Injectable()
export class ChangePoll implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | null = null;
  private polling: Promise<void> | null = null;
  private hasFailed = false;

  constructor(
    private readonly feed: ChangeFeed,
    private readonly log: Log,
    private readonly metrics: Metrics,
  ) {}

  onApplicationBootstrap(): void {
    this.metrics.changeFeedAge = () => this.feed.ageMs;
    this.timer = setInterval(() => {
      this.tick();
    }, EVERY_MS);
    this.timer.unref();
    this.tick();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.stop();
  }

  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
    await this.polling;
  }

  /** One at a time: a database that answers slowly is not asked ever more. */
  private tick(): void {
    this.polling ??= this.pollLogged().finally(() => {
      this.polling = null;
    });
  }

  /** Logged when it begins to fail, not every second. */
  private async pollLogged(): Promise<void> {
    try {
      await this.feed.poll();
      if (this.hasFailed) this.log.info({ event: 'change_feed_restored' });
      this.hasFailed = false;
    } catch (error) {
      if (!this.hasFailed) this.log.failure({ event: 'change_feed_failed', error });
      this.hasFailed = true;
    }
  }
}

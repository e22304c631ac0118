import {
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { AuditRetention } from '../audit/index.js';
import { removeDrill, SessionsEnd, UsedAssertions } from '../auth/index.js';
import { AppConfig } from '../config/index.js';
import { Clock, Transactions } from '../database/index.js';
import { Log } from '../telemetry/index.js';
import { AttackDrills } from '../tenants/index.js';

const BY_SYSTEM = {
  actor: { kind: 'system' },
  origin: { ip: '', userAgent: '', requestId: '' },
} as const;
const PERIOD_MS = 10 * 60_000;
const DAY_MS = 86_400_000;
/** Ended sessions stay readable that long: support looks at yesterday's. */
const ENDED_SESSION_DAYS = 30;

/** Removes what has outlived its use, in small batches, on every instance: whoever comes second finds nothing to do. */
@Injectable()
export class CleanUp implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly audit: AuditRetention,
    private readonly sessions: SessionsEnd,
    private readonly usedAssertions: UsedAssertions,
    private readonly transactions: Transactions,
    private readonly drills: AttackDrills,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.running = this.runLogged();
    }, PERIOD_MS).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.running;
  }

  /** @returns how many rows went */
  async run(): Promise<number> {
    const nowMs = this.clock.nowMs();
    const marks = await this.usedAssertions.removeExpired(nowMs);
    const sessions = await this.sessions.removeExpired(nowMs - ENDED_SESSION_DAYS * DAY_MS);
    const events = await this.audit.removeOlderThan(
      nowMs - this.config.auditRetentionDays * DAY_MS,
    );
    const drills = await this.transactions.run((tx) => removeDrill(tx, this.drills, BY_SYSTEM));
    return marks + sessions + events + drills;
  }

  private async runLogged(): Promise<void> {
    try {
      const count = await this.run();
      if (count > 0) this.log.info({ event: 'cleaned_up', count });
    } catch (error) {
      this.log.failure({ event: 'clean_up_failed', error }); // it runs again in ten minutes; nothing depends on it
    }
  }
}

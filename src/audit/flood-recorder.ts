import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Clock, timeOfUuidMs, Transactions } from '../database/index.js';
import { clientPrefix } from '../http/index.js';
import { Log } from '../telemetry/index.js';
import { AuditService } from './audit.service.js';
import type { NewAuditEvent } from './domain/audit-event.js';
import { FloodBudget } from './domain/flood-budget.js';
import { FloodCounts, type FloodSummary } from './domain/flood-counts.js';
import { referenceOf } from './domain/reference.js';

export interface Recording {
  /** False: counted, and part of a summary within about a minute. */
  readonly recorded: boolean;
  readonly reference: string;
}

const CHECK_EVERY_MS = 5_000;
const SUMMARIES_AT_ONCE = 100;

type KeptSummary = NewAuditEvent & { readonly id: string };

/**
 * Records refusals of anybody who knocks: the first of a minute as events, the rest as counts. Each instance counts for
 * itself. If it dies, the counts of its last minute die with it; events and whatever was accepted never do.
 */
@Injectable()
export class FloodRecorder
  implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown
{
  private readonly budget = new FloodBudget();
  private readonly counts = new FloodCounts();
  /** Summaries whose writing has begun: each keeps its id, so that a second try cannot write it twice. */
  private waiting: KeptSummary[] = [];
  private timer: NodeJS.Timeout | null = null;
  private flushing: Promise<void> | null = null;

  constructor(
    private readonly clock: Clock,
    private readonly transactions: Transactions,
    private readonly audit: AuditService,
    private readonly log: Log,
  ) {}

  /**
   * In a transaction of its own, so never call it inside one.
   * @throws whatever the database throws: then this refusal is an error, not a refusal
   */
  async record(event: NewAuditEvent): Promise<Recording> {
    const id = this.audit.idFor(event);
    const prefix = clientPrefix(event.origin.ip);
    const recorded = this.budget.take(event.tenantId, prefix, this.clock.nowMs());
    if (recorded) {
      await this.transactions.runRepeatable((tx) => this.audit.appendOnce(tx, { ...event, id }));
    } else {
      this.counts.add(event, prefix, timeOfUuidMs(id)); // when it arrived: its reference number says that, too
    }
    return { recorded, reference: referenceOf(id) };
  }

  /** Writes the summaries of all minutes that have passed. @throws what the database throws; nothing is lost then */
  flush(): Promise<void> {
    return this.write(this.clock.nowMs());
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.flushLogged(this.clock.nowMs()), CHECK_EVERY_MS);
    this.timer.unref();
  }

  /** While the database is still there for sure. */
  async beforeApplicationShutdown(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.flushLogged(Infinity);
  }

  /** What requests in flight have added since. */
  async onApplicationShutdown(): Promise<void> {
    await this.flushLogged(Infinity);
  }

  private async flushLogged(untilMs: number): Promise<void> {
    try {
      await this.write(untilMs);
    } catch (error) {
      this.log.failure({ event: 'flood_summary_failed', count: this.waiting.length, error });
    }
  }

  /** One at a time. Counts stay where they are, and bounded, until what waits before them is written. */
  private async write(untilMs: number): Promise<void> {
    while (this.flushing) await this.flushing.catch(() => undefined);
    this.flushing = this.writeAll(untilMs);
    try {
      await this.flushing;
    } finally {
      this.flushing = null;
    }
  }

  private async writeAll(untilMs: number): Promise<void> {
    await this.writeWaiting();
    const nowMs = this.clock.nowMs();
    this.waiting = this.counts.takeBefore(untilMs).map((summary) => {
      const event = summaryEvent(summary, nowMs);
      return { ...event, id: this.audit.idFor(event) };
    });
    await this.writeWaiting();
  }

  private async writeWaiting(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting.slice(0, SUMMARIES_AT_ONCE);
      await this.transactions.runRepeatable(async (tx) => {
        for (const summary of batch) await this.audit.appendOnce(tx, summary);
      });
      this.waiting = this.waiting.slice(batch.length);
    }
  }
}

/** Its time is when it is written, like every event's: readers of the log expect late events by seconds, not minutes. */
function summaryEvent(summary: FloodSummary, nowMs: number): NewAuditEvent {
  const { tenantId, outcome, reason, ...details } = summary;
  return {
    timeMs: nowMs,
    tenantId,
    type: 'sign_in_summary',
    outcome,
    ...(reason === null ? {} : { reason }),
    actor: { kind: 'anonymous' },
    origin: { ip: '', userAgent: '', requestId: '' },
    details,
  };
}

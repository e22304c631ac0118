import { randomUUID } from 'node:crypto';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Attribution } from '../audit/index.js';
import { AppConfig } from '../config/index.js';
import { Clock, Database, Transactions } from '../database/index.js';
import { UserError } from '../errors/index.js';
import { OutboundClient } from '../outbound/index.js';
import { Log } from '../telemetry/index.js';
import type { Connection } from './connection.js';
import { getOne, readOne } from './connections.read.js';
import { HASTE_MS, nextRefreshAtMs } from './domain/refresh-times.js';
import { type Look, lookAt } from './metadata-look.js';
import { MetadataSettle, type RefreshOutcome, planOf } from './metadata-settle.js';
import { claim, type MetadataState, readDue, readState, take } from './metadata-state.js';

type Fetchable = Connection & { readonly metadataUrl: string };

const BATCH = 50;
const AT_ONCE = 5; // an address that does not answer holds one of them for five seconds
const MAX_REMEMBERED = 10_000;

/**
 * Keeps connections that were imported from an address like the document there. Any instance does it, one at a time per
 * document: what is shared is a lease in the database, which ends by itself where its holder dies.
 */
@Injectable()
export class MetadataRefresh implements OnApplicationShutdown {
  /** Told how every run ended: whoever counts sets it. */
  onOutcome: (kind: RefreshOutcome['kind']) => void = () => undefined;

  private readonly hasteNotBeforeMs = new Map<string, number>(); // by connection
  private readonly background = new Set<Promise<void>>();
  private isStopping = false;

  constructor(
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly transactions: Transactions,
    private readonly outbound: OutboundClient,
    private readonly settling: MetadataSettle,
    private readonly log: Log,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await Promise.all(this.background);
  }

  /** Everything that is due now. @returns how many documents this instance asked for */
  async runDue(): Promise<number> {
    for (let asked = 0; ;) {
      const due = await readDue(this.database, this.clock.nowMs(), BATCH);
      const waiting = due.values();
      const worker = async (): Promise<void> => {
        for (const state of waiting) {
          if (this.isStopping) return;
          if (await this.runOne(state)) asked += 1;
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
      if (due.length < BATCH || this.isStopping) return asked;
    }
  }

  /**
   * A response was signed by a key that the connection does not have: perhaps the IdP has changed keys. Returns at once. Anybody
   * can send such a response, so it hastens the next fetch to at most one in five minutes, and a flood costs no statement.
   */
  unknownKeySeen({ id, tenantId }: Pick<Connection, 'id' | 'tenantId'>): void {
    const nowMs = this.clock.nowMs();
    if (this.isStopping || nowMs < (this.hasteNotBeforeMs.get(id) ?? 0)) return;
    this.remember(id, nowMs + HASTE_MS);
    const work = this.hasten(tenantId, id, nowMs)
      .catch((error: unknown) => this.log.failure({ event: 'metadata_refresh_broken', error }))
      .finally(() => this.background.delete(work));
    this.background.add(work);
  }

  /** For tests and shutdown: what unknown keys have set off. */
  async settled(): Promise<void> {
    await Promise.all(this.background);
  }

  /**
   * Now, because an administrator says so: all of the document, whatever we have.
   * @throws UserError where there is no address to ask
   */
  async refreshNow(
    tenantId: string,
    connectionId: string,
    by: Attribution,
  ): Promise<RefreshOutcome> {
    const { connection, state } = await this.find(tenantId, connectionId);
    const leaseId = randomUUID();
    await this.transactions.run((tx) => take(tx, state, leaseId, this.clock.nowMs()));
    const held = { ...state, leaseId };
    return this.settle(held, connection, await this.look(connection, held, false), by);
  }

  /** What refreshNow would do. Writes nothing. @throws UserError where there is no address to ask */
  async preview(tenantId: string, connectionId: string): Promise<RefreshOutcome> {
    const { connection, state } = await this.find(tenantId, connectionId);
    const look = await this.look(connection, state, false);
    return planOf(connection, state, look, this.policy(), this.clock.nowMs());
  }

  private async find(
    tenantId: string,
    connectionId: string,
  ): Promise<{ connection: Fetchable; state: MetadataState }> {
    const connection = await getOne(this.database, tenantId, connectionId);
    const state = await readState(this.database, tenantId, connectionId);
    if (state && isFetchable(connection)) return { connection, state };
    throw new UserError(
      'metadata_url_missing',
      'This connection was imported from a file: import it from its https address once, and it refreshes itself.',
      409,
    );
  }

  private async hasten(tenantId: string, connectionId: string, nowMs: number): Promise<void> {
    const state = await readState(this.database, tenantId, connectionId);
    if (!state || state.nextAtMs === null) return;
    const notBeforeMs = (state.checkedAtMs ?? 0) + HASTE_MS;
    if (nowMs < notBeforeMs) this.remember(connectionId, notBeforeMs);
    else await this.runOne(state);
  }

  private remember(connectionId: string, notBeforeMs: number): void {
    if (this.hasteNotBeforeMs.size >= MAX_REMEMBERED) this.hasteNotBeforeMs.clear();
    this.hasteNotBeforeMs.set(connectionId, notBeforeMs);
  }

  /** @returns whether it was this instance that asked. An unforeseen failure is tried again when the lease has ended. */
  private async runOne(seen: MetadataState): Promise<boolean> {
    const leaseId = randomUUID();
    try {
      const nowMs = this.clock.nowMs();
      const isOurs = await this.transactions.run((tx) => claim(tx, seen, leaseId, nowMs));
      if (!isOurs) return false;
      const connection = await readOne(this.database, seen.tenantId, seen.connectionId);
      if (!connection || !isFetchable(connection) || connection.state === 'retired') return false;
      const held = { ...seen, leaseId };
      const look = await this.look(connection, held, true);
      await this.settle(held, connection, look, bySystem(leaseId));
    } catch (error) {
      this.log.failure({ event: 'metadata_refresh_broken', connection: seen.connectionId, error });
    }
    return true;
  }

  private look(connection: Fetchable, state: MetadataState, isConditional: boolean): Promise<Look> {
    return lookAt(this.outbound, connection, state, isConditional, this.clock.nowMs());
  }

  private async settle(
    held: MetadataState,
    connection: Fetchable,
    look: Look,
    by: Attribution,
  ): Promise<RefreshOutcome> {
    const nextAtMs = nextRefreshAtMs(this.clock.nowMs(), Math.random());
    const outcome = await this.transactions.run((tx) =>
      this.settling.settle(tx, { held, connection, look, nextAtMs, by, policy: this.policy() }),
    );
    this.report(connection, outcome);
    return outcome;
  }

  private policy(): { readonly allowsPlainHttp: boolean } {
    return { allowsPlainHttp: this.config.environment !== 'production' };
  }

  private report({ id }: Connection, outcome: RefreshOutcome): void {
    this.onOutcome(outcome.kind);
    if (outcome.kind === 'changed') {
      const count = outcome.diff.added.length + outcome.diff.removed.length;
      this.log.info({ event: 'metadata_refreshed', connection: id, count });
    }
    if (outcome.kind === 'failed') {
      const { code: reason } = outcome.problem;
      this.log.warning({ event: 'metadata_refresh_failed', connection: id, reason });
    }
  }
}

function isFetchable(connection: Connection): connection is Fetchable {
  return connection.metadataUrl !== null;
}

function bySystem(requestId: string): Attribution {
  return { actor: { kind: 'system' }, origin: { ip: '', userAgent: '', requestId } };
}

import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { Database, Migrator } from '../database/index.js';
import { SecretBox } from '../secrets/index.js';
import { Log } from '../telemetry/index.js';

export interface ReadinessChecks {
  readonly database: 'ok' | 'unreachable';
  readonly migrations: 'ok' | 'pending' | 'unknown';
  readonly key: 'ok' | 'unusable';
  readonly process: 'ok' | 'stopping';
}

const TIMEOUT_MS = 2000;

/** Whether this instance can sign people in. */
@Injectable()
export class Readiness implements BeforeApplicationShutdown {
  private isStopping = false;
  private checking: Promise<ReadinessChecks> | null = null;

  constructor(
    private readonly database: Database,
    private readonly migrator: Migrator,
    private readonly secretBox: SecretBox,
    private readonly log: Log,
  ) {}

  /** One check at a time, whoever asks: probes need no password, and a flood of them must not cost us the database. */
  check(): Promise<ReadinessChecks> {
    this.checking ??= this.checkNow().finally(() => {
      this.checking = null;
    });
    return this.checking;
  }

  private async checkNow(): Promise<ReadinessChecks> {
    const database = await this.attempt('database_unreachable', () =>
      this.database.query('SELECT 1 AS one'),
    );
    const status = database
      ? await this.attempt('migrations_unreadable', () => this.migrator.status())
      : null;
    return {
      database: database ? 'ok' : 'unreachable',
      migrations: status === null ? 'unknown' : status.pending.length > 0 ? 'pending' : 'ok',
      key: this.canSeal() ? 'ok' : 'unusable',
      process: this.isStopping ? 'stopping' : 'ok',
    };
  }

  /** From now on the answer is no, though all goes on working: load balancers are to look for another instance. */
  leave(): void {
    this.isStopping = true;
  }

  beforeApplicationShutdown(): void {
    this.leave();
  }

  private async attempt<T>(event: string, work: () => Promise<T>): Promise<T | null> {
    try {
      return await Promise.race([work(), timeout()]);
    } catch (error) {
      this.log.failure({ event, error });
      return null;
    }
  }

  private canSeal(): boolean {
    const text = Buffer.from('ready');
    return (
      this.secretBox
        .open('readiness', '', this.secretBox.seal('readiness', '', text))
        ?.equals(text) ?? false
    );
  }
}

function timeout(): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => {
      reject(new Error('no answer in time'));
    }, TIMEOUT_MS).unref();
  });
}

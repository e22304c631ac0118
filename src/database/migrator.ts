import { Injectable } from '@nestjs/common';
import { DataSource, MigrationExecutor } from 'typeorm';

export interface MigrationStatus {
  readonly done: readonly string[];
  readonly pending: readonly string[];
  /** Done by a newer version than this one: allowed, since migrations only add. */
  readonly unknown: readonly string[];
}

/** Shows and runs migrations. In production nothing but the `migrate` command runs them. */
@Injectable()
export class Migrator {
  constructor(private readonly dataSource: DataSource) {}

  async status(): Promise<MigrationStatus> {
    const known = this.dataSource.migrations.map(
      (migration) => migration.name ?? migration.constructor.name,
    );
    const done = (await this.executed()).toReversed();
    return {
      done,
      pending: known.filter((name) => !done.includes(name)),
      unknown: done.filter((name) => !known.includes(name)),
    };
  }

  /** Runs what is pending, each in a transaction of its own. @returns the names that were run */
  async run(): Promise<readonly string[]> {
    const ran = await this.dataSource.runMigrations();
    return ran.map((migration) => migration.name);
  }

  private async executed(): Promise<string[]> {
    const runner = this.dataSource.createQueryRunner();
    try {
      if (!(await runner.hasTable('migrations'))) return [];
      const executed = await new MigrationExecutor(this.dataSource, runner).getExecutedMigrations();
      return executed.map((migration) => migration.name);
    } finally {
      await runner.release();
    }
  }
}

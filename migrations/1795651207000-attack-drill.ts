import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Until when the tenant of a drill may be signed in at; null: a customer. Read with the tenant, never searched. */
export class AttackDrill1795651207000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE tenants ADD COLUMN drill_until_ms bigint');
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations are not taken back: restore a backup'));
  }
}

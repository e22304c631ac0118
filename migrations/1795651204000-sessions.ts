import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Lifetimes that a tenant sets for itself, and how and when the person of a session authenticated. All nullable: null is the
 * deployment's lifetime, and a session from before this migration, of which nobody knows when its person authenticated.
 */
export class Sessions1795651204000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations are not taken back: restore a backup'));
  }
}

const STATEMENTS = [
  'ALTER TABLE tenants ADD COLUMN session_absolute_minutes integer',
  'ALTER TABLE tenants ADD COLUMN session_idle_minutes integer',
  'ALTER TABLE sessions ADD COLUMN authn_instant_ms bigint',
  'ALTER TABLE sessions ADD COLUMN is_mfa integer NOT NULL DEFAULT 0',
];

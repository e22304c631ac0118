import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a connection asks of its IdP and tolerates from it. The defaults are what every connection did before, so that both
 * versions judge alike while they run side by side.
 */
export class ConnectionPolicies1795651205000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const column of COLUMNS)
      await runner.query(`ALTER TABLE connections ADD COLUMN ${column}`);
  }

  // Migrations only add (an older version keeps running beside this one); going back is a restore.
  down(): Promise<void> {
    return Promise.reject(new Error('columns are not taken back: restore a backup'));
  }
}

const COLUMNS = [
  'sha1_until_ms bigint',
  "encryption varchar(10) NOT NULL DEFAULT 'optional'",
  "name_id_format varchar(20) NOT NULL DEFAULT 'none'",
  'authn_context text',
  "force_authn varchar(10) NOT NULL DEFAULT 'off'",
  "login_hint varchar(10) NOT NULL DEFAULT 'off'",
  "sign_requests varchar(10) NOT NULL DEFAULT 'off'",
  "idp_initiated varchar(10) NOT NULL DEFAULT 'off'",
] as const;

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Our own keys: by tenant and use, the private key sealed. `slot` repeats the state where only one key may have it. */
export class SpKeys1795651200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  // Migrations only add (an older version keeps running beside this one); going back is a restore.
  down(): Promise<void> {
    return Promise.reject(new Error('migrations are not taken back: restore a backup'));
  }
}

const STATEMENTS = [
  `CREATE TABLE sp_keys (
    id varchar(36) NOT NULL, tenant_id varchar(36) NOT NULL, use_for varchar(10) NOT NULL,
    state varchar(10) NOT NULL, slot varchar(10), certificate_base64 text NOT NULL,
    sealed_private_key text NOT NULL, created_at_ms bigint NOT NULL, activated_at_ms bigint,
    retired_at_ms bigint, not_after_ms bigint NOT NULL,
    PRIMARY KEY (id))`,
  // keys of a tenant; and at most one next and one current key of each use
  'CREATE UNIQUE INDEX sp_keys_slot_uq ON sp_keys (tenant_id, use_for, slot)',
];

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How a connection's metadata is kept up to date, and which warnings of a certificate's end were given. */
export class ConnectionMetadata1795651202000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const suffix =
      runner.dataSource.options.type === 'better-sqlite3'
        ? ''
        : ' ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin';
    await runner.query(`CREATE TABLE connection_metadata (
      connection_id varchar(36) NOT NULL, tenant_id varchar(36) NOT NULL,
      etag varchar(255), last_modified varchar(64), document_sha256_hex varchar(64), valid_until_ms bigint,
      checked_at_ms bigint, last_good_at_ms bigint, next_at_ms bigint, lease_id varchar(36),
      last_problem varchar(60), last_problem_text varchar(1024), stale_days_told integer NOT NULL,
      trust_anchor_der_base64 text,
      PRIMARY KEY (connection_id))${suffix}`);
    // every instance, twice a minute: which documents are due?
    await runner.query(
      'CREATE INDEX connection_metadata_due_ix ON connection_metadata (next_at_ms)',
    );
    // connections that were imported from an address before: due at once, and good as of their last change
    await runner.query(`INSERT INTO connection_metadata (connection_id, tenant_id, last_good_at_ms, next_at_ms, stale_days_told)
      SELECT id, tenant_id, updated_at_ms, 0, 0 FROM connections WHERE metadata_url IS NOT NULL`);
    await runner.query('ALTER TABLE connection_certificates ADD COLUMN expiry_days_told integer');
  }

  // Migrations only add: an older version does not look at any of it.
  down(): Promise<void> {
    return Promise.reject(new Error('the state of metadata is not taken back: restore a backup'));
  }
}

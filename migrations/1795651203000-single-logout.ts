import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Single Logout: how a connection does it, and the digests by which sessions are found from a LogoutRequest. Session index
 * and name ID themselves are too long for a key of MySQL. Sessions opened before have no digests: a LogoutRequest does not
 * find them, and they end by their own times.
 */
export class SingleLogout1795651203000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const [table, column] of COLUMNS)
      await runner.query(`ALTER TABLE ${table} ADD COLUMN ${column}`);
    for (const index of INDEXES) await runner.query(index);
  }

  // Migrations only add (an older version keeps running beside this one); going back is a restore.
  down(): Promise<void> {
    return Promise.reject(new Error('columns are not taken back: restore a backup'));
  }
}

const COLUMNS = [
  ['connections', "single_logout varchar(10) NOT NULL DEFAULT 'on'"],
  ['connections', "slo_answer varchar(10) NOT NULL DEFAULT 'auto'"],
  ['connections', 'slo_redirect_response_url text'],
  ['connections', 'slo_post_response_url text'],
  ['sessions', 'name_qualifier varchar(1024)'],
  ['sessions', 'sp_name_qualifier varchar(1024)'],
  ['sessions', 'session_index_hash varchar(64)'],
  ['sessions', 'name_id_hash varchar(64)'],
] as const;

const INDEXES = [
  // LogoutRequest: the session of this index; all sessions of this subject
  'CREATE INDEX sessions_session_index_ix ON sessions (connection_id, session_index_hash)',
  'CREATE INDEX sessions_name_id_ix ON sessions (connection_id, name_id_hash)',
] as const;

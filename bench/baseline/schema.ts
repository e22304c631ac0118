/** The tables of the baseline, one statement each. */
const TABLES: readonly string[] = [
  'used_assertions (id_hash varchar(64) PRIMARY KEY, expires_at_ms bigint NOT NULL)',
  `users (id varchar(36) PRIMARY KEY, tenant varchar(63) NOT NULL, object_id varchar(64) NOT NULL, alias varchar(320),
    email varchar(320), display_name varchar(320), last_sign_in_at_ms bigint, UNIQUE (tenant, object_id))`,
  'memberships (user_id varchar(36), group_id varchar(64), PRIMARY KEY (user_id, group_id))',
  `sessions (id varchar(36) PRIMARY KEY, user_id varchar(36) NOT NULL, secret_hash varchar(64) NOT NULL UNIQUE,
    created_at_ms bigint NOT NULL, expires_at_ms bigint NOT NULL, ip varchar(45))`,
  `audit_events (id varchar(36) PRIMARY KEY, tenant varchar(63) NOT NULL, time_ms bigint NOT NULL, outcome varchar(20),
    user_id varchar(36), person varchar(320), ip varchar(45), user_agent varchar(512), INDEX (tenant, time_ms))`,
];

export const baselineSchema = TABLES.map(
  (table) => `CREATE TABLE ${table} ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`,
);

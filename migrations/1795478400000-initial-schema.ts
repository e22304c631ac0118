import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * One text for MySQL 8, MariaDB and SQLite: varchar, bigint, integer and text mean the same in all three. Times are epoch
 * milliseconds, ids UUIDv7, digests lower-case SHA-256 hex. No foreign keys: rows refer by id and every writer is the
 * owning module's service (docs/decisions/0002-data-model.md).
 */
export class InitialSchema1795478400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const suffix =
      runner.dataSource.options.type === 'better-sqlite3'
        ? ''
        : ' ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin';
    for (const [name, columns] of Object.entries(TABLES)) {
      await runner.query(`CREATE TABLE ${name} (${columns})${suffix}`);
    }
    for (const index of INDEXES) await runner.query(index);
  }

  // Migrations only add (an older version keeps running beside this one); going back is a restore.
  down(): Promise<void> {
    return Promise.reject(new Error('the initial schema is not taken back: restore a backup'));
  }
}

const TABLES: Record<string, string> = {
  tenants: `
    id varchar(36) NOT NULL, subdomain varchar(63) NOT NULL, name varchar(200) NOT NULL,
    jit_enabled integer NOT NULL, default_role varchar(40), requires_role_match integer NOT NULL,
    created_at_ms bigint NOT NULL, updated_at_ms bigint NOT NULL,
    PRIMARY KEY (id)`,
  connections: `
    id varchar(36) NOT NULL, tenant_id varchar(36) NOT NULL, active_tenant_id varchar(36),
    state varchar(20) NOT NULL, version integer NOT NULL, name varchar(200) NOT NULL,
    idp_entity_id varchar(1024) NOT NULL, sso_redirect_url varchar(2048), sso_post_url varchar(2048),
    slo_redirect_url varchar(2048), slo_post_url varchar(2048), metadata_url varchar(2048),
    subject_source varchar(512) NOT NULL, signed_element varchar(20) NOT NULL,
    clock_skew_seconds integer NOT NULL, groups_overage varchar(20) NOT NULL, entra_tenant_id varchar(64),
    adopts_by_upn_until_ms bigint, created_at_ms bigint NOT NULL, updated_at_ms bigint NOT NULL,
    PRIMARY KEY (id)`,
  connection_certificates: `
    id varchar(36) NOT NULL, tenant_id varchar(36) NOT NULL, connection_id varchar(36) NOT NULL,
    sha256_hex varchar(64) NOT NULL, der_base64 text NOT NULL, subject varchar(1024) NOT NULL,
    not_before_ms bigint NOT NULL, not_after_ms bigint NOT NULL, key_type varchar(20) NOT NULL,
    key_bits integer NOT NULL, position integer NOT NULL, added_at_ms bigint NOT NULL,
    PRIMARY KEY (id)`,
  users: `
    id varchar(36) NOT NULL, tenant_id varchar(36) NOT NULL, identity_hash varchar(64) NOT NULL,
    idp_entity_id varchar(1024) NOT NULL, stable_id varchar(1024) NOT NULL,
    subject varchar(512), subject_lower varchar(512), email varchar(320), email_lower varchar(320),
    display_name varchar(512) NOT NULL, given_name varchar(256), surname varchar(256),
    state varchar(20) NOT NULL, sessions_not_before_ms bigint NOT NULL, groups_known integer NOT NULL,
    created_at_ms bigint NOT NULL, updated_at_ms bigint NOT NULL, last_sign_in_at_ms bigint,
    PRIMARY KEY (id)`,
  idp_groups: `
    id varchar(36) NOT NULL, tenant_id varchar(36) NOT NULL, value text NOT NULL,
    value_hash varchar(64) NOT NULL, first_seen_at_ms bigint NOT NULL,
    PRIMARY KEY (id)`,
  memberships: `
    user_id varchar(36) NOT NULL, group_id varchar(36) NOT NULL, tenant_id varchar(36) NOT NULL,
    since_ms bigint NOT NULL,
    PRIMARY KEY (user_id, group_id)`,
  user_roles: `
    user_id varchar(36) NOT NULL, role varchar(40) NOT NULL, source varchar(10) NOT NULL,
    tenant_id varchar(36) NOT NULL, since_ms bigint NOT NULL,
    PRIMARY KEY (user_id, role, source)`,
  mapping_rules: `
    id varchar(36) NOT NULL, tenant_id varchar(36) NOT NULL, source varchar(20) NOT NULL,
    attribute_name varchar(512), value text NOT NULL, role varchar(40) NOT NULL, label varchar(200),
    rule_hash varchar(64) NOT NULL, created_at_ms bigint NOT NULL,
    PRIMARY KEY (id)`,
  sessions: `
    id varchar(36) NOT NULL, tenant_id varchar(36) NOT NULL, user_id varchar(36) NOT NULL,
    connection_id varchar(36) NOT NULL, secret_hash varchar(64) NOT NULL,
    created_at_ms bigint NOT NULL, last_seen_at_ms bigint NOT NULL, expires_at_ms bigint NOT NULL,
    ended_at_ms bigint, end_reason varchar(40), session_index varchar(512),
    name_id varchar(1024), name_id_format varchar(256), ip varchar(45) NOT NULL, user_agent varchar(512) NOT NULL,
    PRIMARY KEY (id)`,
  used_assertions: `
    mark_hash varchar(64) NOT NULL, tenant_id varchar(36) NOT NULL, kind varchar(10) NOT NULL,
    arrival_id varchar(36) NOT NULL, used_at_ms bigint NOT NULL, expires_at_ms bigint NOT NULL,
    PRIMARY KEY (mark_hash)`,
  audit_events: `
    id varchar(36) NOT NULL, tenant_id varchar(36) NOT NULL, time_ms bigint NOT NULL,
    type varchar(40) NOT NULL, outcome varchar(20) NOT NULL, reason varchar(60),
    actor_kind varchar(20) NOT NULL, actor_id varchar(36), actor_label varchar(512),
    target_kind varchar(20), target_id varchar(64), target_label varchar(512),
    person_id varchar(36), person varchar(512), connection_id varchar(36),
    ip varchar(45) NOT NULL, user_agent varchar(512) NOT NULL, request_id varchar(64) NOT NULL,
    reference varchar(12) NOT NULL, details text NOT NULL,
    PRIMARY KEY (id)`,
  api_keys: `
    id varchar(36) NOT NULL, tenant_id varchar(36), name varchar(200) NOT NULL,
    secret_hash varchar(64) NOT NULL, scopes varchar(500) NOT NULL, created_at_ms bigint NOT NULL,
    expires_at_ms bigint, revoked_at_ms bigint, last_used_at_ms bigint,
    PRIMARY KEY (id)`,
};

const INDEXES: readonly string[] = [
  // host -> tenant, on every request
  'CREATE UNIQUE INDEX tenants_subdomain_uq ON tenants (subdomain)',
  // host -> active connection, on every request; and at most one active connection per tenant
  'CREATE UNIQUE INDEX connections_active_tenant_uq ON connections (active_tenant_id)',
  'CREATE INDEX connections_tenant_ix ON connections (tenant_id, id)',
  'CREATE UNIQUE INDEX connection_certificates_sha256_uq ON connection_certificates (connection_id, sha256_hex)',
  // sign-in: who is this? And: two first sign-ins of one person give one user
  'CREATE UNIQUE INDEX users_identity_uq ON users (tenant_id, identity_hash)',
  // API and admin pages: list, find by alias, by e-mail, changed since
  'CREATE INDEX users_tenant_ix ON users (tenant_id, id)',
  'CREATE INDEX users_subject_ix ON users (tenant_id, subject_lower, id)',
  'CREATE INDEX users_email_ix ON users (tenant_id, email_lower, id)',
  'CREATE INDEX users_updated_ix ON users (tenant_id, updated_at_ms, id)',
  'CREATE INDEX users_state_ix ON users (tenant_id, state, id)', // the suspended ones, few among many
  // sign-in: groups by value
  'CREATE UNIQUE INDEX idp_groups_value_uq ON idp_groups (tenant_id, value_hash)',
  // API: groups page by page; members of a group, holders of a role
  'CREATE INDEX idp_groups_tenant_ix ON idp_groups (tenant_id, id)',
  'CREATE INDEX memberships_group_ix ON memberships (tenant_id, group_id, user_id)',
  'CREATE INDEX user_roles_role_ix ON user_roles (tenant_id, role, user_id)',
  'CREATE UNIQUE INDEX mapping_rules_rule_uq ON mapping_rules (tenant_id, rule_hash)',
  // a person's sessions; clean-up
  'CREATE INDEX sessions_user_ix ON sessions (tenant_id, user_id, id)',
  'CREATE INDEX sessions_expires_ix ON sessions (expires_at_ms)',
  'CREATE INDEX used_assertions_expires_ix ON used_assertions (expires_at_ms)',
  // audit page: newest first (ids are UUIDv7 of the event's time, so time ranges are id ranges), one per filter; of the
  // pairs only the one that support asks all day. A reference number tells its time and needs none.
  'CREATE INDEX audit_events_tenant_ix ON audit_events (tenant_id, id)',
  'CREATE INDEX audit_events_type_ix ON audit_events (tenant_id, type, id)',
  'CREATE INDEX audit_events_outcome_ix ON audit_events (tenant_id, outcome, id)',
  'CREATE INDEX audit_events_reason_ix ON audit_events (tenant_id, reason, id)',
  'CREATE INDEX audit_events_ip_ix ON audit_events (tenant_id, ip, id)',
  'CREATE INDEX audit_events_person_id_ix ON audit_events (tenant_id, person_id, id)',
  'CREATE INDEX audit_events_person_ix ON audit_events (tenant_id, person, id)',
  'CREATE INDEX audit_events_person_outcome_ix ON audit_events (tenant_id, person, outcome, id)',
  'CREATE INDEX audit_events_actor_ix ON audit_events (tenant_id, actor_id, id)',
  'CREATE INDEX api_keys_tenant_ix ON api_keys (tenant_id, id)',
];

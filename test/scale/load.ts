import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';

export interface Load {
  readonly users: number;
  readonly events: number;
  readonly tenantId: string;
  readonly connectionId: string;
  readonly idpEntityId: string;
}

const FIRST_MS = 1_700_000_000_000;
const CHUNK = 100_000;

/** UUIDv7 of a time and a number, as SQL: what uuidv7() makes, without chance. */
function uuidSql(ms: string, n: string): string {
  return `LOWER(CONCAT(LPAD(HEX((${ms}) DIV 65536), 8, '0'), '-', LPAD(HEX((${ms}) MOD 65536), 4, '0'), '-7',
    LPAD(HEX((${n}) MOD 4096), 3, '0'), '-8', LPAD(HEX((${n}) MOD 4096), 3, '0'), '-', LPAD(HEX(${n}), 12, '0')))`;
}

/** The time of event n: two a minute, over a year for a million. */
const EVERY_MS = 30_000;
const eventMsSql = (n: string): string =>
  `(${FIRST_MS.toString()} + (${n}) * ${EVERY_MS.toString()})`;
export const eventMs = (n: number): number => FIRST_MS + n * EVERY_MS;
const userId = (n: string): string => uuidSql(`${FIRST_MS.toString()} + (${n})`, n);

/** Fills the tables by the server itself. Secondary indexes are built afterwards, which is many times quicker. */
export async function load(url: string, wanted: Load): Promise<void> {
  const connection = await createConnection(url);
  try {
    await connection.query('SET SESSION unique_checks = 0');
    await withoutIndexes(connection, 'users', () => loadUsers(connection, wanted));
    await withoutIndexes(connection, 'audit_events', () => loadEvents(connection, wanted));
    await connection.query(
      'ANALYZE TABLE tenants, connections, connection_certificates, users, user_roles, idp_groups, memberships, audit_events, sessions, used_assertions',
    );
  } finally {
    await connection.end();
  }
}

async function loadUsers(
  connection: Connection,
  { users, tenantId, idpEntityId }: Load,
): Promise<void> {
  await connection.query(
    `INSERT INTO users (id, tenant_id, identity_hash, idp_entity_id, stable_id, subject, subject_lower, email, email_lower,
       display_name, state, sessions_not_before_ms, groups_known, created_at_ms, updated_at_ms, last_sign_in_at_ms)
     SELECT ${userId('seq')}, ?, SHA2(CONCAT('load-', seq), 256), ?, CONCAT('load-', seq), CONCAT('User', seq, '@acme.example'),
       CONCAT('user', seq, '@acme.example'), CONCAT('user', seq, '@mail.example'), CONCAT('user', seq, '@mail.example'),
       CONCAT('User ', seq), 'active', 0, 1, ${FIRST_MS.toString()} + seq, ${FIRST_MS.toString()} + seq, NULL
     FROM seq_1_to_${users.toString()}`,
    [tenantId, idpEntityId],
  );
  await connection.query(
    `INSERT INTO user_roles (user_id, role, source, tenant_id, since_ms) SELECT id, 'viewer', 'mapped', tenant_id, created_at_ms FROM users WHERE stable_id LIKE 'load-%'`,
  );
  await connection.query(
    `INSERT INTO idp_groups (id, tenant_id, value, value_hash, first_seen_at_ms)
     SELECT ${uuidSql(FIRST_MS.toString(), 'seq')}, ?, CONCAT('group-', seq), SHA2(CONCAT('group-', seq), 256), ${FIRST_MS.toString()} FROM seq_1_to_1000`,
    [tenantId],
  );
  await connection.query(
    `INSERT INTO memberships (user_id, group_id, tenant_id, since_ms)
     SELECT ${userId('seq')}, ${uuidSql(FIRST_MS.toString(), '(seq MOD 1000) + 1')}, ?, ${FIRST_MS.toString()} FROM seq_1_to_${users.toString()}`,
    [tenantId],
  );
}

/** One event in ten is a refusal, one in a hundred a change; a person signs in every few days, from one of 5,000 addresses. */
async function loadEvents(
  connection: Connection,
  { events, users, tenantId, connectionId }: Load,
): Promise<void> {
  const person = `(seq MOD ${users.toString()}) + 1`;
  for (let from = 1; from <= events; from += CHUNK) {
    const to = Math.min(events, from + CHUNK - 1);
    await connection.query(
      `INSERT INTO audit_events (id, tenant_id, time_ms, type, outcome, reason, actor_kind, actor_id, actor_label, person_id, person,
         connection_id, ip, user_agent, request_id, reference, details)
       SELECT ${uuidSql(eventMsSql('seq'), 'seq')}, ?, ${eventMsSql('seq')},
         IF(seq MOD 100 = 7, 'user.roles_changed', 'sign_in'),
         CASE WHEN seq MOD 100 = 7 THEN 'done' WHEN seq MOD 10 = 3 THEN 'refused' ELSE 'accepted' END,
         IF(seq MOD 10 = 3, ELT((seq MOD 5) + 1, 'assertion_replayed', 'attempt_unknown', 'user_suspended', 'signature_invalid', 'assertion_expired'), NULL),
         'user', ${userId(person)}, CONCAT('user', ${person}, '@acme.example'), ${userId(person)}, CONCAT('user', ${person}, '@acme.example'),
         ?, CONCAT('203.0.', seq MOD 20, '.', seq MOD 250), 'Mozilla/5.0', '5c3f5dfa-225f-449e-a0df-cf4ab2fe442a', 'AAAAA-AAAAA',
         '{"assertionId":"_a81d4c90-35c2-4d0b-bb1e-6f0e7c2d9f00","roles":["viewer"]}'
       FROM seq_${from.toString()}_to_${to.toString()}`,
      [tenantId, connectionId],
    );
  }
}

async function withoutIndexes(
  connection: Connection,
  table: string,
  fill: () => Promise<void>,
): Promise<void> {
  const [rows] = await connection.query<
    (RowDataPacket & { Key_name: string; Non_unique: number; Column_name: string })[]
  >(`SHOW INDEX FROM ${table}`);
  const names = [...new Set(rows.map((row) => row.Key_name))].filter((name) => name !== 'PRIMARY');
  const added = names.map((name) => {
    const parts = rows.filter((row) => row.Key_name === name);
    const columns = parts.map((row) => row.Column_name).join(', ');
    return `ADD ${parts[0]?.Non_unique === 0 ? 'UNIQUE ' : ''}INDEX ${name} (${columns})`;
  });
  await connection.query(
    `ALTER TABLE ${table} ${names.map((name) => `DROP INDEX ${name}`).join(', ')}`,
  );
  await fill();
  await connection.query(`ALTER TABLE ${table} ${added.join(', ')}`);
}

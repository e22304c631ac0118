import { type AuditRecord, referenceOf } from '../../src/audit/index.js';
import { uuidv7 } from '../../src/database/index.js';
import { ACME, type AuditWorld, GLOBEX, NOON } from './audit-world.js';

export const DAY = 86_400_000;
/** The address that an office shares: most of a tenant's events. */
export const OFFICE = '198.51.100.1';
/** The address of somebody who tries. */
export const PROWLER = '203.0.113.66';
export const ADMIN = 'admin-1';

type Row = Omit<AuditRecord, 'details' | 'userAgent' | 'requestId'>;

/** The same numbers at every run (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const REASONS = ['user_suspended', 'role_match_required', 'confirmation_expired'];

/** Sixty days of a tenant of 400 people: mostly accepted sign-ins from one address, oldest first. */
function rowOf(n: number, total: number, next: () => number): Row {
  const timeMs = Math.floor(NOON - 60 * DAY + (n / total) * 60 * DAY);
  const id = uuidv7(timeMs);
  const who = Math.floor(next() ** 2 * 400).toString();
  const chance = next();
  const isChange = chance > 0.95;
  const isProwler = !isChange && chance < 0.05;
  const isRefused = isProwler || (!isChange && chance < 0.1);
  const reason = isProwler ? 'signature_invalid' : (REASONS[Math.floor(next() * 3)] ?? null);
  return {
    id,
    tenantId: next() < 0.9 ? ACME : GLOBEX,
    timeMs,
    type: isChange ? (chance > 0.975 ? 'user.roles_changed' : 'user.updated') : 'sign_in',
    outcome: isChange ? 'done' : isRefused ? 'refused' : 'accepted',
    reason: isRefused ? reason : null,
    actorKind: isProwler ? 'anonymous' : 'user',
    actorId: isProwler ? null : isChange ? ADMIN : `user-${who}`,
    actorLabel: null,
    targetKind: isChange ? 'user' : null,
    targetId: null,
    targetLabel: null,
    personId: isProwler ? null : `user-${who}`,
    person: isProwler ? null : `person${who}@contoso.example`,
    connectionId: null,
    ip: isProwler ? PROWLER : next() < 0.8 ? OFFICE : `192.0.2.${Math.floor(next() * 250)}`,
    reference: referenceOf(id),
  };
}

const COLUMNS =
  'id, tenant_id, time_ms, type, outcome, reason, actor_kind, actor_id, actor_label, target_kind, target_id, target_label, person_id, person, connection_id, ip, reference, user_agent, request_id, details';
const AT_ONCE = 500;

/** @returns what was written, newest first */
export async function seedLog(world: AuditWorld, total: number): Promise<Row[]> {
  const next = numbers(3);
  const rows = Array.from({ length: total }, (_, n) => rowOf(n, total, next));
  await world.transactions.run(async (tx) => {
    for (let start = 0; start < total; start += AT_ONCE) {
      const some = rows.slice(start, start + AT_ONCE);
      const marks = some.map(() => '(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
      await tx.execute(
        `INSERT INTO audit_events (${COLUMNS}) VALUES ${marks.join(', ')}`,
        some.flatMap((row) => [...Object.values(row), 'Mozilla/5.0', 'request', '{}']),
      );
    }
  });
  await world.database.query(
    world.database.dialect === 'mysql' ? 'ANALYZE TABLE audit_events' : 'ANALYZE audit_events',
  );
  return rows.toReversed();
}

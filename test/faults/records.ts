import type { Product } from '../support/product.js';

/** Whoever is in was let in on the record, and whoever is on the record is in: blueprint section 6, as SQL. */
const VIOLATIONS = {
  'a session without its accepted event': `
    SELECT s.id FROM sessions s LEFT JOIN audit_events e ON e.tenant_id = s.tenant_id AND e.type = 'sign_in'
      AND e.outcome = 'accepted' AND e.target_id = s.id AND e.person_id = s.user_id WHERE e.id IS NULL`,
  'an accepted event without its session': `
    SELECT e.id FROM audit_events e LEFT JOIN sessions s ON s.id = e.target_id AND s.tenant_id = e.tenant_id
      WHERE e.type = 'sign_in' AND e.outcome = 'accepted' AND s.id IS NULL`,
  'an accepted event without its user': `
    SELECT e.id FROM audit_events e LEFT JOIN users u ON u.id = e.person_id AND u.tenant_id = e.tenant_id
      WHERE e.type = 'sign_in' AND e.outcome = 'accepted' AND u.id IS NULL`,
  'a session with two accepted events': `
    SELECT e.target_id AS id FROM audit_events e WHERE e.type = 'sign_in' AND e.outcome = 'accepted'
      GROUP BY e.target_id HAVING count(*) > 1`,
  'an accepted event without the marks of its assertion and request': `
    SELECT e.id FROM audit_events e LEFT JOIN used_assertions m ON m.arrival_id = e.id
      WHERE e.type = 'sign_in' AND e.outcome = 'accepted' GROUP BY e.id HAVING count(m.mark_hash) <> 2`,
  'a mark without an event': `
    SELECT m.mark_hash AS id FROM used_assertions m LEFT JOIN audit_events e ON e.id = m.arrival_id WHERE e.id IS NULL`,
  'a user whose beginning is not on the record': `
    SELECT u.id FROM users u LEFT JOIN audit_events e ON e.person_id = u.id AND e.type = 'user.created' WHERE e.id IS NULL`,
  'a user on the record who is not there': `
    SELECT e.id FROM audit_events e LEFT JOIN users u ON u.id = e.person_id WHERE e.type = 'user.created' AND u.id IS NULL`,
  'a user without a role': `
    SELECT u.id FROM users u LEFT JOIN user_roles r ON r.user_id = u.id WHERE r.user_id IS NULL`,
  'a membership of nobody, or of no group': `
    SELECT m.user_id AS id FROM memberships m LEFT JOIN users u ON u.id = m.user_id
      LEFT JOIN idp_groups g ON g.id = m.group_id WHERE u.id IS NULL OR g.id IS NULL`,
} as const;

/** @returns the violations that there are, with the ids of what violates; whole records give an empty object */
export async function violationsIn(product: Product): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const [name, sql] of Object.entries(VIOLATIONS)) {
    const rows = await product.query<{ id: string }>(sql);
    if (rows.length > 0) found[name] = rows.map(({ id }) => id);
  }
  return found;
}

/** Accepted sign-ins: assertion id -> the ids of the sessions that it opened. */
export async function sessionsByAssertion(product: Product): Promise<Map<string, string[]>> {
  const rows = await product.query<{ sessionId: string; details: string }>(
    `SELECT e.target_id AS sessionId, e.details FROM audit_events e JOIN sessions s ON s.id = e.target_id
      WHERE e.type = 'sign_in' AND e.outcome = 'accepted'`,
  );
  const sessions = new Map<string, string[]>();
  for (const { sessionId, details } of rows) {
    const { assertionId } = JSON.parse(details) as { assertionId: string };
    sessions.set(assertionId, [...(sessions.get(assertionId) ?? []), sessionId]);
  }
  return sessions;
}

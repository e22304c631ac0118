import type { NewAuditEvent } from '../audit/index.js';
import type { Transaction } from '../database/index.js';
import { UserError } from '../errors/index.js';
import { labelOf, personOf } from './domain/person.js';

/** A user of the tenant, locked, as far as administrative changes and their events need it. */
export interface LockedUser {
  readonly id: string;
  readonly state: 'active' | 'suspended';
  readonly label: string;
  readonly person: string;
}

/** @throws UserError where the tenant has no such user */
export async function lockUser(
  tx: Transaction,
  tenantId: string,
  userId: string,
): Promise<LockedUser> {
  const [row] = await tx.query<{
    state: 'active' | 'suspended';
    subject: string | null;
    email: string | null;
    displayName: string;
  }>(
    `SELECT state, subject, email, display_name AS displayName FROM users
      WHERE id = ? AND tenant_id = ?${tx.forUpdate}`,
    [userId, tenantId],
  );
  if (!row)
    throw new UserError('user_unknown', 'The tenant has no user with this id: look it up.', 404);
  return { id: userId, state: row.state, label: labelOf(row), person: personOf(row) };
}

/** The part of an event that says whom it is about. */
export function aboutUser(
  user: LockedUser,
): Required<Pick<NewAuditEvent, 'target' | 'personId' | 'person'>> {
  return {
    target: { kind: 'user', id: user.id, label: user.label },
    personId: user.id,
    person: user.person,
  };
}

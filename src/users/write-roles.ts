import type { Transaction } from '../database/index.js';
import { placeholders, rowsOf } from './sql-lists.js';
import type { Standing } from './user-rows.js';
import type { Owner } from './write-groups.js';

export interface RoleChange {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** Of the mapped roles. What was given by hand is never touched here. */
export function roleChange(before: Standing, mapped: readonly string[]): RoleChange {
  return {
    added: mapped.filter((role) => !before.mappedRoles.includes(role)),
    removed: before.mappedRoles.filter((role) => !mapped.includes(role)),
  };
}

export async function writeMappedRoles(
  tx: Transaction,
  owner: Owner,
  { added, removed }: RoleChange,
): Promise<void> {
  if (removed.length > 0) {
    await tx.execute(
      `DELETE FROM user_roles WHERE user_id = ? AND source = 'mapped' AND role IN (${placeholders(removed.length)})`,
      [owner.userId, ...removed],
    );
  }
  if (added.length > 0) {
    await tx.execute(
      `INSERT INTO user_roles (user_id, role, source, tenant_id, since_ms) VALUES ${rowsOf(added.length, 5)}`,
      added.flatMap((role) => [owner.userId, role, 'mapped', owner.tenantId, owner.nowMs]),
    );
  }
}

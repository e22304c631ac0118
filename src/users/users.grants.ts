import { Injectable } from '@nestjs/common';
import { type Attribution, AuditService } from '../audit/index.js';
import { Clock, type Transaction } from '../database/index.js';
import { checkedRole } from './checked-role.js';
import { aboutUser, lockUser } from './lock-user.js';
import { inRoleOrder } from './role-order.js';
import { readStanding, type Standing } from './user-rows.js';

/** Roles given by hand. They stay whatever the identity provider says, until they are taken back by hand. */
@Injectable()
export class UsersGrants {
  constructor(
    private readonly clock: Clock,
    private readonly audit: AuditService,
  ) {}

  /** @returns false where it is granted already: nothing is written then. @throws UserError: no such user or role */
  async grant(
    tx: Transaction,
    tenantId: string,
    userId: string,
    role: string,
    by: Attribution,
  ): Promise<boolean> {
    checkedRole(role);
    const user = await lockUser(tx, tenantId, userId);
    const before = await readStanding(tx, userId);
    if (before.manualRoles.includes(role)) return false;
    const nowMs = this.clock.nowMs();
    await tx.execute(
      "INSERT INTO user_roles (user_id, role, source, tenant_id, since_ms) VALUES (?, ?, 'manual', ?, ?)",
      [userId, role, tenantId, nowMs],
    );
    await this.record(tx, {
      tenantId,
      timeMs: nowMs,
      type: 'role.granted',
      outcome: 'done',
      ...by,
      ...aboutUser(user),
      details: detailsOf(role, before, [...before.manualRoles, role]),
    });
    return true;
  }

  /** @returns false where it is not granted: nothing is written then. @throws UserError: no such user */
  async withdraw(
    tx: Transaction,
    tenantId: string,
    userId: string,
    role: string,
    by: Attribution,
  ): Promise<boolean> {
    const user = await lockUser(tx, tenantId, userId);
    const before = await readStanding(tx, userId);
    if (!before.manualRoles.includes(role)) return false;
    const nowMs = this.clock.nowMs();
    await tx.execute(
      "DELETE FROM user_roles WHERE user_id = ? AND role = ? AND source = 'manual'",
      [userId, role],
    );
    const left = before.manualRoles.filter((granted) => granted !== role);
    await this.record(tx, {
      tenantId,
      timeMs: nowMs,
      type: 'role.withdrawn',
      outcome: 'done',
      ...by,
      ...aboutUser(user),
      details: detailsOf(role, before, left),
    });
    return true;
  }

  private async record(
    tx: Transaction,
    event: Parameters<AuditService['append']>[1] & { personId: string; timeMs: number },
  ): Promise<void> {
    await tx.execute('UPDATE users SET updated_at_ms = ? WHERE id = ?', [
      event.timeMs,
      event.personId,
    ]);
    await this.audit.append(tx, event);
  }
}

function detailsOf(role: string, before: Standing, manual: readonly string[]) {
  const mapped = inRoleOrder(before.mappedRoles);
  return {
    role,
    before: { mapped, manual: inRoleOrder(before.manualRoles) },
    after: { mapped, manual: inRoleOrder(manual) },
  };
}

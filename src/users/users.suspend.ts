import { Injectable } from '@nestjs/common';
import { type Attribution, AuditService } from '../audit/index.js';
import { Clock, type Transaction } from '../database/index.js';
import { aboutUser, lockUser } from './lock-user.js';

/**
 * Keeps a person out, or lets them back in. Either way every session opened until now is over: the session check reads
 * `sessions_not_before_ms` and the state with each request.
 */
@Injectable()
export class UsersSuspend {
  constructor(
    private readonly clock: Clock,
    private readonly audit: AuditService,
  ) {}

  /** @returns false where the user is suspended already: nothing is written then. @throws UserError: no such user */
  suspend(tx: Transaction, tenantId: string, userId: string, by: Attribution): Promise<boolean> {
    return this.setState(tx, tenantId, userId, 'suspended', by);
  }

  /** Sessions from before the suspension stay over. @returns false where the user is active. @throws UserError: no such user */
  reactivate(tx: Transaction, tenantId: string, userId: string, by: Attribution): Promise<boolean> {
    return this.setState(tx, tenantId, userId, 'active', by);
  }

  private async setState(
    tx: Transaction,
    tenantId: string,
    userId: string,
    state: 'active' | 'suspended',
    by: Attribution,
  ): Promise<boolean> {
    const user = await lockUser(tx, tenantId, userId);
    if (user.state === state) return false;
    const nowMs = this.clock.nowMs();
    await tx.execute(
      'UPDATE users SET state = ?, sessions_not_before_ms = ?, updated_at_ms = ? WHERE id = ?',
      [state, nowMs, nowMs, userId],
    );
    await this.audit.append(tx, {
      tenantId,
      timeMs: nowMs,
      type: state === 'suspended' ? 'user.suspended' : 'user.reactivated',
      outcome: 'done',
      ...by,
      ...aboutUser(user),
      details: { before: user.state, after: state },
    });
    return true;
  }
}

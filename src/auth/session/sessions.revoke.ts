import { Injectable } from '@nestjs/common';
import { type Attribution, AuditService } from '../../audit/index.js';
import { Transactions } from '../../database/index.js';
import { SessionsEnd } from './sessions.end.js';

/** Whose sessions: a user of a tenant, and what people call them. */
export interface SessionOwner {
  readonly tenantId: string;
  readonly userId: string;
  readonly label: string;
}

/** Ends sessions from elsewhere than the browser that holds them, on the record. */
@Injectable()
export class SessionsRevoke {
  constructor(
    private readonly transactions: Transactions,
    private readonly ending: SessionsEnd,
    private readonly audit: AuditService,
  ) {}

  /** @returns false where that person has no such open session: nothing is written then */
  one(owner: SessionOwner, sessionId: string, by: Attribution): Promise<boolean> {
    return this.transactions.run(async (tx) => {
      if (!(await this.ending.endOf(tx, owner, sessionId, 'revoked'))) return false;
      await this.audit.append(tx, {
        ...this.frameOf(owner, by),
        target: { kind: 'session', id: sessionId },
      });
      return true;
    });
  }

  /** On the record also where none was open: whoever asked for it must find that it happened. @returns how many */
  all(owner: SessionOwner, by: Attribution): Promise<number> {
    return this.transactions.run(async (tx) => {
      const count = await this.ending.endAll(tx, owner.tenantId, owner.userId, 'revoked');
      await this.audit.append(tx, {
        ...this.frameOf(owner, by),
        target: { kind: 'user', id: owner.userId, label: owner.label },
        details: { all: true, count },
      });
      return count;
    });
  }

  /** Of a whole tenant: one event without a person, which every cache takes for all of them. @returns how many */
  everybody(
    tenant: { readonly id: string; readonly subdomain: string },
    by: Attribution,
  ): Promise<number> {
    return this.transactions.run(async (tx) => {
      const count = await this.ending.endEverybody(tx, tenant.id, 'revoked');
      await this.audit.append(tx, {
        tenantId: tenant.id,
        type: 'session.revoked',
        outcome: 'done',
        ...by,
        target: { kind: 'tenant', id: tenant.id, label: tenant.subdomain },
        details: { all: true, count },
      });
      return count;
    });
  }

  private frameOf({ tenantId, userId, label }: SessionOwner, by: Attribution) {
    return {
      tenantId,
      type: 'session.revoked',
      outcome: 'done',
      ...by,
      personId: userId,
      person: label.toLowerCase(),
    } as const;
  }
}

import { Injectable } from '@nestjs/common';
import { removeInBatches, type Transaction, Transactions } from '../../database/index.js';
import { sha256Hex } from '../../secrets/index.js';

export interface Use {
  readonly tenantId: string;
  readonly idpEntityId: string;
  readonly assertionId: string;
  readonly requestId: string;
  readonly arrivalId: string;
  readonly nowMs: number;
  /** Until when a copy would still pass every other check. */
  readonly expiresAtMs: number;
}

export type Claim = 'claimed' | 'claimed_before_by_us' | 'spent';

const CLAIM = `INSERT INTO used_assertions (mark_hash, tenant_id, kind, arrival_id, used_at_ms, expires_at_ms)
  VALUES (?, ?, 'assertion', ?, ?, ?), (?, ?, 'request', ?, ?, ?)`;

const CLAIM_MESSAGE = `INSERT INTO used_assertions (mark_hash, tenant_id, kind, arrival_id, used_at_ms, expires_at_ms)
  VALUES (?, ?, ?, ?, ?, ?)`;

/**
 * SAML profiles 4.1.4.5: a bearer assertion is used once, and so is a request: Entra may answer one twice. The marks are
 * unique keys, written in the sign-in's own transaction: of two that race, one waits for the other and finds it spent.
 */
@Injectable()
export class UsedAssertions {
  constructor(private readonly transactions: Transactions) {}

  async claim(tx: Transaction, use: Use): Promise<Claim> {
    const marks = [
      markOf(use, 'assertion', use.assertionId),
      markOf(use, 'request', use.requestId),
    ] as const;
    const row = [use.tenantId, use.arrivalId, use.nowMs, use.expiresAtMs];
    if (await tx.insertUnlessDuplicate(CLAIM, [marks[0], ...row, marks[1], ...row]))
      return 'claimed';
    const found = await tx.query<{ arrivalId: string }>(
      'SELECT arrival_id AS arrivalId FROM used_assertions WHERE mark_hash IN (?, ?)',
      [...marks],
    );
    // A COMMIT whose answer was lost runs again: then both marks are this arrival's own.
    return found.length === 2 && found.every(({ arrivalId }) => arrivalId === use.arrivalId)
      ? 'claimed_before_by_us'
      : 'spent';
  }

  /** A LogoutRequest is used once, too. */
  async claimMessage(
    tx: Transaction,
    use: Omit<Use, 'assertionId' | 'requestId'> & { readonly messageId: string },
  ): Promise<Claim> {
    const mark = markOf(use, 'logout', use.messageId);
    const row = [use.tenantId, 'logout', use.arrivalId, use.nowMs, use.expiresAtMs];
    if (await tx.insertUnlessDuplicate(CLAIM_MESSAGE, [mark, ...row])) return 'claimed';
    const [found] = await tx.query<{ arrivalId: string }>(
      'SELECT arrival_id AS arrivalId FROM used_assertions WHERE mark_hash = ?',
      [mark],
    );
    return found?.arrivalId === use.arrivalId ? 'claimed_before_by_us' : 'spent';
  }

  /** Marks of what no check would let pass any more. @returns how many */
  removeExpired(nowMs: number): Promise<number> {
    return removeInBatches(
      this.transactions,
      'used_assertions',
      'mark_hash',
      'expires_at_ms',
      nowMs,
    );
  }
}

function markOf(use: Pick<Use, 'tenantId' | 'idpEntityId'>, kind: string, id: string): string {
  return sha256Hex(JSON.stringify([use.tenantId, kind, use.idpEntityId, id]));
}

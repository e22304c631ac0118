import { Injectable } from '@nestjs/common';
import { removeInBatches, type Transaction, Transactions } from '../../database/index.js';
import { sha256Hex } from '../../secrets/index.js';

export interface Use {
  readonly tenantId: string;
  readonly idpEntityId: string;
  readonly arrivalId: string;
  readonly nowMs: number;
  /** Until when a copy would still pass every other check. */
  readonly expiresAtMs: number;
}

export type Claim = 'claimed' | 'claimed_before_by_us' | 'spent';

/** What is used once; `logout` is a LogoutRequest. */
export interface Mark {
  readonly kind: 'assertion' | 'request' | 'logout';
  readonly id: string;
}

const INSERT =
  'INSERT INTO used_assertions (mark_hash, tenant_id, kind, arrival_id, used_at_ms, expires_at_ms) VALUES ';

/**
 * SAML profiles 4.1.4.5: a bearer assertion is used once, and so is a request: Entra may answer one twice. The marks are
 * unique keys, written in the sign-in's own transaction: of two that race, one waits for the other and finds it spent.
 */
@Injectable()
export class UsedAssertions {
  constructor(private readonly transactions: Transactions) {}

  async claim(tx: Transaction, use: Use, marks: readonly Mark[]): Promise<Claim> {
    const hashes = marks.map((mark) => hashOf(use, mark));
    const rows = marks.map(() => '(?, ?, ?, ?, ?, ?)').join(', ');
    const values = marks.flatMap(({ kind }, index) => [
      ...[hashes[index] ?? '', use.tenantId, kind, use.arrivalId, use.nowMs, use.expiresAtMs],
    ]);
    if (await tx.insertUnlessDuplicate(INSERT + rows, values)) return 'claimed';
    const found = await tx.query<{ arrivalId: string }>(
      `SELECT arrival_id AS arrivalId FROM used_assertions WHERE mark_hash IN (${hashes.map(() => '?').join(', ')})`,
      hashes,
    );
    // A COMMIT whose answer was lost runs again: then all marks are this arrival's own.
    return found.length === marks.length &&
      found.every(({ arrivalId }) => arrivalId === use.arrivalId)
      ? 'claimed_before_by_us'
      : 'spent';
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

function hashOf({ tenantId, idpEntityId }: Use, { kind, id }: Mark): string {
  return sha256Hex(JSON.stringify([tenantId, kind, idpEntityId, id]));
}

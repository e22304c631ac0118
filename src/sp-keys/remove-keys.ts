import type { Transaction } from '../database/index.js';

/** Of a tenant that is given up. @returns how many there were */
export function removeKeysOf(tx: Transaction, tenantId: string): Promise<number> {
  return tx.execute('DELETE FROM sp_keys WHERE tenant_id = ?', [tenantId]);
}

import type { Transaction } from '../../database/index.js';

/** Of a tenant that is given up. @returns how many there were */
export function removeSessionsOf(tx: Transaction, tenantId: string): Promise<number> {
  return tx.execute('DELETE FROM sessions WHERE tenant_id = ?', [tenantId]);
}

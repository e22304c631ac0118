import type { Transaction } from '../database/index.js';

/** Of a tenant that is given up, with their keys. @returns how many there were */
export async function removeConnectionsOf(tx: Transaction, tenantId: string): Promise<number> {
  for (const table of ['connection_certificates', 'connection_metadata']) {
    await tx.execute(
      `DELETE FROM ${table} WHERE connection_id IN (SELECT id FROM connections WHERE tenant_id = ?)`,
      [tenantId],
    );
  }
  return tx.execute('DELETE FROM connections WHERE tenant_id = ?', [tenantId]);
}

import type { Transaction } from '../database/index.js';

/** Of a tenant that is given up, with their keys. @returns how many there were */
export async function removeConnectionsOf(tx: Transaction, tenantId: string): Promise<number> {
  const connections = await tx.query<{ id: string }>(
    'SELECT id FROM connections WHERE tenant_id = ?',
    [tenantId],
  );
  // One by one: a DELETE with a subquery reads, and locks, the whole table (MariaDB before 11.1).
  for (const { id } of connections) {
    for (const table of ['connection_certificates', 'connection_metadata'])
      await tx.execute(`DELETE FROM ${table} WHERE connection_id = ?`, [id]);
  }
  return tx.execute('DELETE FROM connections WHERE tenant_id = ?', [tenantId]);
}

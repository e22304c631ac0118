import type { Transaction } from '../database/index.js';

/** Everything about people, of a tenant that is given up. @returns how many accounts there were */
export async function removePeopleOf(tx: Transaction, tenantId: string): Promise<number> {
  for (const table of ['memberships', 'user_roles', 'idp_groups', 'mapping_rules'])
    await tx.execute(`DELETE FROM ${table} WHERE tenant_id = ?`, [tenantId]);
  return tx.execute('DELETE FROM users WHERE tenant_id = ?', [tenantId]);
}

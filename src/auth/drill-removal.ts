import type { Attribution } from '../audit/index.js';
import { removeConnectionsOf } from '../connections/index.js';
import type { Transaction } from '../database/index.js';
import { removeKeysOf } from '../sp-keys/index.js';
import type { AttackDrills } from '../tenants/index.js';
import { removePeopleOf } from '../users/index.js';
import { removeSessionsOf } from './session/index.js';

/**
 * Takes away what a drill that is over has left: sessions, accounts, connection and keys. Its events stay, and with them the
 * tenant under whose name they stand. Marks of used assertions, which are digests, end by themselves within the hour.
 * @returns how many rows went; with any, there is an event
 */
export async function removeDrill(
  tx: Transaction,
  drills: AttackDrills,
  by: Attribution,
): Promise<number> {
  const id = await drills.findOver(tx);
  if (id === null) return 0;
  const removed = {
    sessions: await removeSessionsOf(tx, id),
    people: await removePeopleOf(tx, id),
    connections: await removeConnectionsOf(tx, id),
    keys: await removeKeysOf(tx, id),
  };
  const count = Object.values(removed).reduce((sum, rows) => sum + rows, 0);
  if (count > 0) await drills.recordRemoval(tx, id, removed, by);
  return count;
}

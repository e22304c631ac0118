import { type Transaction, uuidv7 } from '../database/index.js';
import { groupHash } from './domain/read-groups.js';
import { chunksOf, placeholders, rowsOf } from './sql-lists.js';
import type { ProvisionPlan } from './provision-decision.js';
import type { GroupIds, Standing } from './user-rows.js';

const MAX_ROUNDS = 5;

/** Where the writes belong. */
export interface Owner {
  readonly tenantId: string;
  readonly userId: string;
  readonly nowMs: number;
}

export interface GroupChange {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

export function groupChange(before: Standing, after: readonly string[]): GroupChange {
  const wanted = new Set(after);
  return {
    added: after.filter((value) => !before.groups.has(value)),
    removed: [...before.groups.keys()].filter((value) => !wanted.has(value)),
  };
}

/** Writes the difference only. The user's row is locked by us or new, so nobody else writes these memberships. */
export async function writeMemberships(
  tx: Transaction,
  owner: Owner,
  { standing: before, groupIds }: Pick<ProvisionPlan, 'standing' | 'groupIds'>,
  change: GroupChange,
): Promise<void> {
  const removedIds = change.removed.flatMap((value) => before.groups.get(value) ?? []);
  for (const ids of chunksOf(removedIds)) {
    await tx.execute(
      `DELETE FROM memberships WHERE user_id = ? AND group_id IN (${placeholders(ids.length)})`,
      [owner.userId, ...ids],
    );
  }
  const addedIds = await ensureGroups(tx, owner, change.added, groupIds);
  for (const ids of chunksOf(addedIds)) {
    await tx.execute(
      `INSERT INTO memberships (user_id, group_id, tenant_id, since_ms) VALUES ${rowsOf(ids.length, 4)}`,
      ids.flatMap((id) => [owner.userId, id, owner.tenantId, owner.nowMs]),
    );
  }
}

/**
 * The ids of these groups, making those that are new. Several may make the same ones at once: always in the order of
 * their hashes, so that they wait for one another instead of deadlocking; whoever comes second finds the first one's.
 */
async function ensureGroups(
  tx: Transaction,
  owner: Owner,
  values: readonly string[],
  known: GroupIds,
): Promise<string[]> {
  const ids = new Map(known);
  const missing = () => values.filter((value) => !ids.has(value));
  for (let round = 1; missing().length > 0; round += 1) {
    if (round > MAX_ROUNDS) throw new Error('groups that others write could not be read');
    await findGroups(tx, owner.tenantId, missing(), ids);
    await makeGroups(tx, owner, missing(), ids);
  }
  return values.flatMap((value) => ids.get(value) ?? []);
}

async function findGroups(
  tx: Transaction,
  tenantId: string,
  values: readonly string[],
  ids: Map<string, string>,
): Promise<void> {
  for (const chunk of chunksOf(values)) {
    const found = await tx.query<{ id: string; value: string }>(
      `SELECT id, value FROM idp_groups
        WHERE tenant_id = ? AND value_hash IN (${placeholders(chunk.length)})`,
      [tenantId, ...chunk.map(groupHash)],
    );
    for (const { id, value } of found) ids.set(value, id);
  }
}

async function makeGroups(
  tx: Transaction,
  { tenantId, nowMs }: Owner,
  values: readonly string[],
  ids: Map<string, string>,
): Promise<void> {
  const rows = values
    .map((value) => ({ id: uuidv7(nowMs), value, hash: groupHash(value) }))
    .sort((a, b) => (a.hash < b.hash ? -1 : 1));
  for (const chunk of chunksOf(rows)) {
    const isNew = await tx.insertUnlessDuplicate(
      `INSERT INTO idp_groups (id, tenant_id, value, value_hash, first_seen_at_ms) VALUES ${rowsOf(chunk.length, 5)}`,
      chunk.flatMap(({ id, hash, value }) => [id, tenantId, value, hash, nowMs]),
    );
    if (isNew) for (const { id, value } of chunk) ids.set(value, id);
  }
}

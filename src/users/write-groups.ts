import { type Transaction, uuidv7 } from '../database/index.js';
import { groupHash } from './domain/read-groups.js';
import { chunksOf, placeholders, rowsOf } from './sql-lists.js';
import type { Standing } from './user-rows.js';

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
  before: Standing,
  change: GroupChange,
): Promise<void> {
  const removedIds = change.removed.flatMap((value) => before.groups.get(value) ?? []);
  for (const ids of chunksOf(removedIds)) {
    await tx.execute(
      `DELETE FROM memberships WHERE user_id = ? AND group_id IN (${placeholders(ids.length)})`,
      [owner.userId, ...ids],
    );
  }
  const addedIds = await ensureGroups(tx, owner, change.added);
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
  { tenantId, nowMs }: Owner,
  values: readonly string[],
): Promise<string[]> {
  const ids = new Map<string, string>(); // by hash
  const valueOf = new Map(values.map((value) => [groupHash(value), value]));
  const hashes = [...valueOf.keys()].sort();
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    await findGroups(tx, tenantId, missing(hashes, ids), ids);
    for (const chunk of chunksOf(missing(hashes, ids))) {
      const rows = chunk.map((hash) => ({
        id: uuidv7(nowMs),
        hash,
        value: valueOf.get(hash) ?? '',
      }));
      const isNew = await tx.insertUnlessDuplicate(
        `INSERT INTO idp_groups (id, tenant_id, value, value_hash, first_seen_at_ms) VALUES ${rowsOf(rows.length, 5)}`,
        rows.flatMap(({ id, hash, value }) => [id, tenantId, value, hash, nowMs]),
      );
      if (isNew) for (const { id, hash } of rows) ids.set(hash, id);
    }
    if (ids.size === hashes.length) return hashes.flatMap((hash) => ids.get(hash) ?? []);
  }
  throw new Error('groups that others write could not be read');
}

async function findGroups(
  tx: Transaction,
  tenantId: string,
  hashes: readonly string[],
  ids: Map<string, string>,
): Promise<void> {
  for (const chunk of chunksOf(hashes)) {
    const found = await tx.query<{ id: string; hash: string }>(
      `SELECT id, value_hash AS hash FROM idp_groups
        WHERE tenant_id = ? AND value_hash IN (${placeholders(chunk.length)})`,
      [tenantId, ...chunk],
    );
    for (const { id, hash } of found) ids.set(hash, id);
  }
}

function missing(hashes: readonly string[], ids: ReadonlyMap<string, string>): string[] {
  return hashes.filter((hash) => !ids.has(hash));
}

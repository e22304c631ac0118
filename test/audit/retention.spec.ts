import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditRetention } from '../../src/audit/index.js';
import { databases } from '../support/databases.js';
import { type AuditWorld, NOON, openAuditWorld } from './audit-world.js';
import { DAY, seedLog } from './seeded-log.js';
import { Watched } from './watched.js';

describe.each(databases)('retention on $kind', (kind) => {
  let world: AuditWorld;

  beforeAll(async () => {
    world = await openAuditWorld(kind);
  });

  afterAll(() => world.close());

  it('removes what is older, of every tenant, and nothing else', async () => {
    const rows = await seedLog(world, 6_000);
    const cutoffMs = NOON - 20 * DAY;
    const old = rows.filter((row) => row.timeMs < cutoffMs).length;
    expect(old).toBeGreaterThan(3_000); // several batches
    const retention = new AuditRetention(world.transactions);
    expect(await retention.removeOlderThan(cutoffMs)).toBe(old);
    expect(await world.count()).toBe(rows.length - old);
    expect(await world.count(`time_ms < ${cutoffMs.toString()}`)).toBe(0);
    expect(await retention.removeOlderThan(cutoffMs)).toBe(0);
  });

  it('keeps an event of the very millisecond', async () => {
    const retention = new AuditRetention(world.transactions);
    await world.append({ timeMs: NOON + DAY });
    await retention.removeOlderThan(NOON + DAY);
    expect(await world.count()).toBe(1);
    await retention.removeOlderThan(NOON + DAY + 1);
    expect(await world.count()).toBe(0);
  });

  it('survives a retention that is longer than time', async () => {
    await world.append();
    expect(await new AuditRetention(world.transactions).removeOlderThan(-5 * DAY)).toBe(0);
  });

  it('looks only at what it removes', () =>
    world.transactions.run(async (tx) => {
      const watched = await Watched.over(tx);
      await watched.query('SELECT id FROM audit_events WHERE id < ? ORDER BY id LIMIT ?', ['0', 9]);
      const [query] = watched.queries;
      if (!query) throw new Error('no query');
      const { index, isSorted } = await watched.plan(query);
      expect(index).toMatch(/^PRIMARY$|COVERING INDEX sqlite_autoindex_audit_events_1/);
      expect(isSorted).toBe(false);
    }));
});

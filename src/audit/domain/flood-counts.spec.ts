import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FloodCounts } from './flood-counts.js';

const MINUTE = 60_000;
const refused = (tenantId: string, reason: string) =>
  ({ tenantId, reason, outcome: 'refused' }) as const;

describe('counts of a flood', () => {
  it('add up to what was added, whatever the limits', () => {
    const knock = fc.record({
      tenant: fc.constantFrom('a', 'b', 'c'),
      reason: fc.constantFrom('x', 'y', 'z'),
      network: fc.integer({ min: 0, max: 9 }),
      afterMs: fc.integer({ min: 0, max: MINUTE }),
    });
    const limits = {
      kinds: fc.integer({ min: 0, max: 8 }),
      networks: fc.integer({ min: 0, max: 20 }),
    };
    fc.assert(
      fc.property(fc.array(knock, { maxLength: 200 }), fc.record(limits), (knocks, limit) => {
        const counts = new FloodCounts(limit);
        const totals = { a: 0, b: 0, c: 0 };
        let nowMs = 0;
        const take = (untilMs: number) => {
          for (const { tenantId, count } of counts.takeBefore(untilMs))
            totals[tenantId as keyof typeof totals] += count;
        };
        for (const { tenant, reason, network, afterMs } of knocks) {
          nowMs += afterMs;
          take(nowMs);
          counts.add(refused(tenant, reason), network.toString(), nowMs);
        }
        take(Infinity);
        for (const tenant of ['a', 'b', 'c'] as const)
          expect(totals[tenant]).toBe(knocks.filter((one) => one.tenant === tenant).length);
        expect(counts.takeBefore(Infinity)).toEqual([]);
      }),
    );
  });

  it('keep minutes, reasons and tenants apart', () => {
    const counts = new FloodCounts();
    counts.add(refused('a', 'x'), 'n1', 10);
    counts.add(refused('a', 'x'), 'n2', 20);
    counts.add(refused('a', 'y'), 'n1', 30);
    counts.add(refused('b', 'x'), 'n1', 40);
    counts.add(refused('a', 'x'), 'n1', MINUTE);
    const taken = counts.takeBefore(MINUTE);
    expect(taken.map(({ tenantId, reason, count }) => [tenantId, reason, count])).toEqual([
      ['a', 'x', 2],
      ['a', 'y', 1],
      ['b', 'x', 1],
    ]);
    expect(taken[0]).toMatchObject({ firstAtMs: 10, lastAtMs: 20, networks: 2 });
    expect(counts.takeBefore(2 * MINUTE - 1)).toEqual([]);
    expect(counts.takeBefore(2 * MINUTE)).toHaveLength(1);
  });

  it('stay small under a million networks and ten thousand reasons', () => {
    const counts = new FloodCounts({ kinds: 100, networks: 300 });
    for (let n = 0; n < 100_000; n += 1)
      counts.add(refused('a', `r${(n % 10_000).toString()}`), `n${n.toString()}`, n);
    const taken = counts.takeBefore(Infinity);
    expect(taken.length).toBeLessThanOrEqual(102);
    expect(taken.reduce((sum, { networks }) => sum + networks, 0)).toBeLessThanOrEqual(300);
    expect(taken.reduce((sum, { count }) => sum + count, 0)).toBe(100_000);
    expect(taken.some(({ networksAreMore }) => networksAreMore)).toBe(true);
  });
});

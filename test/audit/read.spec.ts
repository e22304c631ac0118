import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditFilters, AuditPage } from '../../src/audit/index.js';
import { databases } from '../support/databases.js';
import { ACME, type AuditWorld, GLOBEX, NOON, openAuditWorld } from './audit-world.js';
import { ADMIN, DAY, OFFICE, PROWLER, seedLog } from './seeded-log.js';
import { Watched } from './watched.js';

const EVENTS = 20_000;
const LIMIT = 50;
const SOMEBODY = 'person1@contoso.example';
const RECENT = { fromMs: NOON - 7 * DAY, toMs: NOON - 2 * DAY };

interface Case {
  readonly given: string;
  readonly filters: AuditFilters;
  readonly index: string;
}

/** One index knows all of it: each page is one query that touches what it returns. */
const exact: readonly Case[] = [
  { given: 'nothing', filters: {}, index: 'tenant' },
  { given: 'a time', filters: RECENT, index: 'tenant' },
  { given: 'a person', filters: { person: SOMEBODY }, index: 'person' },
  { given: 'a user', filters: { personId: 'user-1' }, index: 'person_id' },
  { given: 'an actor', filters: { actorId: ADMIN }, index: 'actor' },
  { given: 'an address', filters: { ip: PROWLER }, index: 'ip' },
  { given: 'an office’s address', filters: { ip: OFFICE }, index: 'ip' },
  { given: 'a reason', filters: { reason: 'user_suspended' }, index: 'reason' },
  { given: 'a type', filters: { type: 'user.updated' }, index: 'type' },
  { given: 'the commonest type', filters: { type: 'sign_in' }, index: 'type' },
  { given: 'an outcome', filters: { outcome: 'refused' }, index: 'outcome' },
  { given: 'the commonest outcome', filters: { outcome: 'accepted' }, index: 'outcome' },
  {
    given: 'a person and an outcome',
    filters: { person: SOMEBODY, outcome: 'refused' },
    index: 'person_outcome',
  },
  { given: 'a person and a time', filters: { person: SOMEBODY, ...RECENT }, index: 'person' },
  { given: 'an address and a time', filters: { ip: PROWLER, ...RECENT }, index: 'ip' },
  { given: 'an outcome and a time', filters: { outcome: 'refused', ...RECENT }, index: 'outcome' },
  { given: 'nobody', filters: { person: 'nobody' }, index: 'person' },
];

/** The rest is compared row by row; where one follows from the other, that reads hardly more. */
const compared: readonly Case[] = [
  {
    given: 'a reason and the outcome that it has anyway',
    filters: { reason: 'user_suspended', outcome: 'refused' },
    index: 'reason',
  },
  {
    given: 'refused sign-ins',
    filters: { type: 'sign_in', outcome: 'refused' },
    index: 'outcome',
  },
  { given: 'changes done', filters: { type: 'user.updated', outcome: 'done' }, index: 'type' },
  {
    given: 'the reason of sign-ins',
    filters: { type: 'sign_in', reason: 'signature_invalid' },
    index: 'reason',
  },
  {
    given: 'refusals of the prowler',
    filters: { ip: PROWLER, outcome: 'refused' },
    index: 'ip',
  },
];

const rare: readonly Case[] = [
  {
    given: 'an office and a rare outcome',
    filters: { ip: OFFICE, outcome: 'refused', reason: 'confirmation_expired' },
    index: 'ip',
  },
  {
    given: 'a person, a reason and a time',
    filters: { person: SOMEBODY, reason: 'role_match_required', ...RECENT },
    index: 'person',
  },
  { given: 'what never happens', filters: { ip: OFFICE, type: 'sign_out' }, index: 'ip' },
];

describe.each(databases)('reading 20,000 events on $kind', (kind) => {
  let world: AuditWorld;
  let all: Awaited<ReturnType<typeof seedLog>>;

  beforeAll(async () => {
    world = await openAuditWorld(kind);
    all = await seedLog(world, EVENTS);
  }, 60_000);

  afterAll(() => world.close());

  const expected = (tenantId: string, filters: AuditFilters): string[] => {
    const { fromMs = 0, toMs = Infinity, ...fields } = filters;
    return all
      .filter((row) => row.tenantId === tenantId && row.timeMs >= fromMs && row.timeMs < toMs)
      .filter((row) =>
        Object.entries(fields).every(([name, value]) => row[name as keyof typeof row] === value),
      )
      .map((row) => row.id);
  };
  const page = (filters: AuditFilters, cursor: string | null = null, limit = LIMIT) =>
    world.reader.page(world.database, ACME, filters, cursor, limit);
  const idsOf = ({ rows }: AuditPage) => rows.map((row) => row.id);

  const pageThrough = async (filters: AuditFilters, limit = LIMIT): Promise<string[]> => {
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const one: AuditPage = await page(filters, cursor, limit);
      ids.push(...idsOf(one));
      cursor = one.olderCursor;
    } while (cursor !== null);
    return ids;
  };

  it.each([...exact, ...compared, ...rare])('finds $given', async ({ filters }) => {
    expect(await pageThrough(filters, 500)).toEqual(expected(ACME, filters));
  });

  it.each(exact)(
    'asks once for $given, touching at most twice what it shows',
    ({ filters, index }) =>
      world.transactions.run(async (tx) => {
        const watched = await Watched.over(tx);
        const { olderCursor } = await world.reader.page(watched, ACME, filters, null, LIMIT);
        if (olderCursor !== null)
          await world.reader.page(watched, ACME, filters, olderCursor, LIMIT);
        expect(watched.queries).toHaveLength(olderCursor === null ? 1 : 2);
        for (const query of watched.queries) {
          expect(await watched.plan(query)).toEqual({
            index: `audit_events_${index}_ix`,
            isSorted: false,
          });
          // One is to find the place, one to see whether there are more.
          if (tx.dialect === 'mysql') {
            expect(query.touched).toBeGreaterThanOrEqual(query.returned); // the counters do count
            expect(query.touched).toBeLessThanOrEqual(query.returned + 2);
          }
        }
      }),
  );

  it.each(compared)('compares little more than it shows for $given', ({ filters, index }) =>
    world.transactions.run(async (tx) => {
      const watched = await Watched.over(tx);
      const { rows } = await world.reader.page(watched, ACME, filters, null, LIMIT);
      expect(rows).toHaveLength(LIMIT);
      const [scan, fetch, ...more] = watched.queries;
      if (!scan || !fetch || more.length > 0) throw new Error('not two queries');
      expect(await watched.plan(scan)).toEqual({
        index: `audit_events_${index}_ix`,
        isSorted: false,
      });
      expect(scan.returned).toBeLessThanOrEqual(2 * (LIMIT + 1));
      expect(fetch.returned).toBe(LIMIT);
      if (tx.dialect === 'mysql') {
        expect(scan.touched).toBeLessThanOrEqual(scan.returned + 1);
        expect(fetch.touched).toBeLessThanOrEqual(2 * fetch.returned);
      }
    }),
  );

  it.each(rare)(
    'stops in time looking for $given, and says how far it came',
    ({ filters, index }) =>
      world.transactions.run(async (tx) => {
        const watched = await Watched.over(tx);
        const found = await world.reader.page(watched, ACME, filters, null, LIMIT);
        const read = watched.queries.reduce((sum, query) => sum + query.returned, 0);
        expect(read).toBeLessThanOrEqual(5_200 + LIMIT);
        const [scan] = watched.queries;
        if (!scan) throw new Error('no query');
        expect(await watched.plan(scan)).toEqual({
          index: `audit_events_${index}_ix`,
          isSorted: false,
        });
        const isAll = idsOf(found).length === expected(ACME, filters).length;
        expect(found.olderCursor === null).toBe(isAll && found.searchedToMs === null);
        if (found.searchedToMs !== null) {
          const { searchedToMs } = found;
          const newer = expected(ACME, {
            ...filters,
            fromMs: Math.max(searchedToMs, filters.fromMs ?? 0),
          });
          expect(newer).toEqual(idsOf(found));
        }
      }),
  );

  it('says how far it came where most is compared in vain', async () => {
    const { rows, olderCursor, searchedToMs } = await page({ ip: OFFICE, type: 'sign_out' });
    expect({ rows, isMore: olderCursor !== null }).toEqual({ rows: [], isMore: true });
    expect(searchedToMs).toBeLessThan(NOON - 10 * DAY);
  });

  it('shows each tenant its own', async () => {
    const of = async (tenantId: string) =>
      idsOf(await world.reader.page(world.database, tenantId, { ip: PROWLER }, null, 200));
    expect(await of(ACME)).toEqual(expected(ACME, { ip: PROWLER }).slice(0, 200));
    expect(await of(GLOBEX)).toEqual(expected(GLOBEX, { ip: PROWLER }).slice(0, 200));
    const [foreign] = expected(GLOBEX, {});
    expect(await world.reader.find(world.database, ACME, foreign ?? '')).toBeNull();
  });

  it('finds one event by the number that the person reads out', () =>
    world.transactions.run(async (tx) => {
      for (const { id, reference } of all
        .filter((row) => row.tenantId === ACME)
        .slice(7, 9000)
        .filter((_, n) => n % 1000 === 0)) {
        const watched = await Watched.over(tx);
        const { rows } = await world.reader.page(watched, ACME, { reference }, null, LIMIT);
        expect(rows.map((row) => row.id)).toEqual([id]);
        const touched = watched.queries.reduce((sum, query) => sum + query.touched, 0);
        if (tx.dialect === 'mysql') expect(touched).toBeLessThanOrEqual(5);
      }
    }));

  it('goes back to the newer pages that it came from', async () => {
    const filters = { outcome: 'refused' };
    const first = await page(filters, null, 20);
    const second = await page(filters, first.olderCursor, 20);
    const third = await page(filters, second.olderCursor, 20);
    expect(idsOf(await page(filters, third.newerCursor, 20))).toEqual(idsOf(second));
    const back = await page(filters, second.newerCursor, 20);
    expect(idsOf(back)).toEqual(idsOf(first));
    expect(idsOf(await page(filters, back.olderCursor, 20))).toEqual(idsOf(second));
  });

  it('goes back also through what it has to compare', async () => {
    const filters = { ip: OFFICE, reason: 'confirmation_expired' };
    const first = await page(filters, null, 10);
    const second = await page(filters, first.olderCursor, 10);
    expect(idsOf(await page(filters, second.newerCursor, 10))).toEqual(idsOf(first));
  });

  it('keeps every page steady while events arrive, and leads to them', async () => {
    const filters = { person: 'newcomer@contoso.example' };
    const add = (n: number) => world.append({ ...filters, timeMs: NOON + n });
    const ids: string[] = [];
    for (let n = 0; n < 6; n += 1) ids.unshift(await add(n));
    const first = await page(filters, null, 3);
    const later = [await add(10), await add(11)];
    const second = await page(filters, first.olderCursor, 3);
    expect([...idsOf(first), ...idsOf(second)]).toEqual(ids);
    expect(second.olderCursor).toBeNull();
    const newer = await page(filters, first.newerCursor, 3);
    expect(idsOf(newer)).toEqual(later.toReversed());
    const nothingYet = await page(filters, newer.newerCursor, 3);
    expect(idsOf(nothingYet)).toEqual([]);
    const last = await add(12);
    expect(idsOf(await page(filters, nothingYet.newerCursor, 3))).toEqual([last]);
  });

  it.each(['', 'x', 'WyJvbGRlciJd', Buffer.from('["older","1 OR 1=1"]').toString('base64url')])(
    'refuses the cursor %j',
    async (cursor) => {
      await expect(page({}, cursor)).rejects.toMatchObject({ code: 'cursor_malformed' });
    },
  );
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FloodRecorder, type NewAuditEvent } from '../../src/audit/index.js';
import { AppConfig } from '../../src/config/index.js';
import { Log } from '../../src/telemetry/index.js';
import { databases } from '../support/databases.js';
import { ACME, anEvent, type AuditWorld, GLOBEX, NOON, openAuditWorld } from './audit-world.js';

const MINUTE = 60_000;
const log = new Log(AppConfig.read({ NODE_ENV: 'test', LOG_LEVEL: 'silent' }));

/** A garbage post from the n-th network of the prowlers. */
function knockFrom(network: number, more: Partial<NewAuditEvent>): NewAuditEvent {
  const ip = `10.${(network >> 8).toString()}.${(network & 255).toString()}.7`;
  const origin = { ip, userAgent: 'curl', requestId: 'r' };
  return anEvent({ reason: 'base64_malformed', origin, ...more });
}

describe.each(databases)('a flood on $kind', (kind) => {
  let world: AuditWorld;
  let floods: FloodRecorder;

  beforeEach(async () => {
    world = await openAuditWorld(kind);
    floods = new FloodRecorder(world.clock, world.transactions, world.audit, log);
  });

  afterEach(() => world.close());

  const knock = (network: number, more: Partial<NewAuditEvent> = {}) =>
    floods.record(knockFrom(network, more));

  interface Summed {
    readonly tenantId: string;
    readonly reason: string | null;
    readonly details: string;
  }
  const summaries = async () => {
    const rows = await world.database.query<Summed>(
      "SELECT tenant_id AS tenantId, reason, details FROM audit_events WHERE type = 'sign_in_summary' ORDER BY id",
    );
    return rows.map(({ details, ...row }) => ({
      ...row,
      ...(JSON.parse(details) as { count: number; networks: number; networksAreMore: boolean }),
    }));
  };
  const counted = async (tenantId: string): Promise<number> => {
    const events = await world.count(`type = 'sign_in' AND tenant_id = '${tenantId}'`);
    const sums = (await summaries()).filter((row) => row.tenantId === tenantId);
    return events + sums.reduce((sum, row) => sum + row.count, 0);
  };

  it('of one network gives 60 events a minute and one summary of the rest', async () => {
    const answers = [];
    for (let n = 0; n < 200; n += 1) answers.push(await knock(1));
    expect(answers.map(({ recorded }) => recorded)).toEqual(
      Array.from({ length: 200 }, (_, n) => n < 60),
    );
    expect(answers.every(({ reference }) => /^\w{5}-\w{5}$/.test(reference))).toBe(true);
    await floods.flush();
    expect(await summaries()).toEqual([]); // the minute is not over
    world.clock.atMs += MINUTE;
    await floods.flush();
    expect(await summaries()).toEqual([
      {
        tenantId: ACME,
        reason: 'base64_malformed',
        count: 140,
        firstAtMs: NOON,
        lastAtMs: NOON,
        networks: 1,
        networksAreMore: false,
      },
    ]);
    await floods.flush();
    expect(await world.count()).toBe(61);
    expect((await knock(1)).recorded).toBe(true);
  });

  it('of many networks gives 600 events a minute, of one tenant as if there were no other', async () => {
    for (let network = 0; network < 20; network += 1) {
      await Promise.all(Array.from({ length: 50 }, () => knock(network)));
    }
    expect(await world.count()).toBe(600);
    expect((await knock(0, { tenantId: GLOBEX })).recorded).toBe(true);
    world.clock.atMs += MINUTE;
    await floods.flush();
    expect(await counted(ACME)).toBe(1000);
    expect(await counted(GLOBEX)).toBe(1);
  });

  it('of 50,000 posts in five minutes costs fewer than 5,000 rows, and the counts add up', async () => {
    const reasons = ['base64_malformed', 'xml_malformed', 'signature_invalid', 'attempt_unknown'];
    for (let n = 0; n < 50_000; n += 100) {
      world.clock.atMs = NOON + Math.floor((n / 50_000) * 5 * MINUTE);
      await Promise.all(
        Array.from({ length: 100 }, (_, k) =>
          knock((n + k * 7) % 3000, {
            reason: reasons[(n + k) % 4] ?? '',
            tenantId: (n + k) % 10 === 0 ? GLOBEX : ACME,
          }),
        ),
      );
      if (n % 5000 === 0) await floods.flush();
    }
    await floods.beforeApplicationShutdown(); // the last minute is not lost by stopping
    expect(await world.count()).toBeLessThan(5_000 + 5 * 600); // two tenants under attack: each its own budget
    expect(await world.count(`tenant_id = '${ACME}'`)).toBeLessThan(5_000);
    expect(await counted(ACME)).toBe(45_000);
    expect(await counted(GLOBEX)).toBe(5_000);
    expect((await summaries()).some((row) => row.networksAreMore)).toBe(true);
  }, 120_000);

  it('loses no count to a database that is away, and writes none twice', async () => {
    for (let n = 0; n < 100; n += 1) await knock(1);
    world.clock.atMs += MINUTE;
    await world.database.query('ALTER TABLE audit_events RENAME TO audit_events_away');
    await expect(floods.flush()).rejects.toThrow();
    await expect(knock(1)).rejects.toThrow(); // within its budget: an error, for that nobody is told "refused"
    for (let n = 0; n < 100; n += 1) await knock(1).catch(() => null);
    await expect(floods.flush()).rejects.toThrow();
    world.clock.atMs += MINUTE;
    await world.database.query('ALTER TABLE audit_events_away RENAME TO audit_events');
    await Promise.all([floods.flush(), floods.flush(), floods.onApplicationShutdown()]);
    // 101 in the second minute: 60 failed, and were errors; the rest was counted.
    expect((await summaries()).map(({ count }) => count)).toEqual([40, 41]);
    expect(await world.count("type = 'sign_in'")).toBe(60);
  });

  it('leads from the number of a refusal without an event to the minute of its summary', async () => {
    for (let n = 0; n < 60; n += 1) await knock(1);
    const { recorded, reference } = await knock(1, { timeMs: NOON - 3 });
    expect(recorded).toBe(false);
    const { rows } = await world.reader.page(world.database, ACME, { reference }, null, 5);
    expect(rows).toEqual([]);
    world.clock.atMs += MINUTE;
    await floods.flush();
    const summaries = await world.reader.summariesOf(world.database, ACME, reference);
    expect(summaries.map((row) => row.type)).toEqual(['sign_in_summary']);
  });
});

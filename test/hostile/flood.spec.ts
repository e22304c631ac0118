import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FloodRecorder } from '../../src/audit/index.js';
import { databases } from '../support/databases.js';
import { createLiveTenant, type Product, StandingClock, startProduct } from '../support/product.js';
import { ACME } from '../support/saml/index.js';
import { forgery, garbage, Knocker } from './garbage.js';

const POSTS_A_MINUTE = 10_000;
const NETWORKS = 400;
const KNOCKERS = 8;
const AT_ONCE = 25;
const FORGERY_EVERY = 500;

/** The counting is the same on both databases; the shorter flood keeps the suite within its time. */
const floods = databases.map((kind) => ({
  kind,
  name: kind.kind,
  minutes: kind.kind === 'sqlite' ? 5 : 1,
}));

describe.each(floods)('a flood of $minutes minutes over HTTP, on $name', ({ kind, minutes }) => {
  const posts = minutes * POSTS_A_MINUTE;
  const clock = new StandingClock(ACME.nowMs);
  let product: Product;

  beforeAll(async () => {
    product = await startProduct(kind, { clock, settings: { TRUSTED_PROXIES: '127.0.0.1' } });
    await createLiveTenant(product);
  });

  afterAll(() => product.close());

  const number = async (sql: string): Promise<number> =>
    Number((await product.query<{ n: number | string }>(sql))[0]?.n);

  it('of 10,000 garbage posts a minute leaves fewer than 700 rows a minute, and no count is lost', async () => {
    const kinds = garbage();
    const forged = forgery();
    const knockers = await Promise.all(
      Array.from({ length: KNOCKERS }, () => Knocker.open(product.port)),
    );
    const before = await number('SELECT count(*) AS n FROM audit_events');
    let posted = 0;
    const next = (): string => {
      const n = posted++;
      const message = n % FORGERY_EVERY === 0 ? forged : (kinds[n % kinds.length] ?? '');
      const network = (n * 7919) % NETWORKS;
      return message.replace(
        'ADDRESS',
        `10.${(network >> 8).toString()}.${(network & 255).toString()}.9`,
      );
    };
    const startedAt = clock.atMs;
    while (posted < posts) {
      clock.atMs = startedAt + Math.floor((posted / POSTS_A_MINUTE) * 60_000);
      await Promise.all(
        knockers.map((knocker) => knocker.ask(Array.from({ length: AT_ONCE }, next))),
      );
    }
    for (const knocker of knockers) knocker.close();
    clock.atMs += 60_000;
    await product.get(FloodRecorder).flush();

    expect(posted).toBe(posts);
    const events = await number("SELECT count(*) AS n FROM audit_events WHERE type = 'sign_in'");
    const summaries = await product.query<{ reason: string; details: string }>(
      "SELECT reason, details FROM audit_events WHERE type = 'sign_in_summary'",
    );
    const counted = summaries.reduce(
      (sum, { details }) => sum + (JSON.parse(details) as { count: number }).count,
      0,
    );
    expect(events + counted).toBe(posts);
    const rows = (await number('SELECT count(*) AS n FROM audit_events')) - before;
    expect(rows).toBeLessThan((minutes + 1) * 700); // begun minutes: 4,200 of the five
    expect(new Set(summaries.map(({ reason }) => reason)).size).toBeGreaterThanOrEqual(8);
    for (const table of ['users', 'sessions', 'used_assertions'])
      expect(await number(`SELECT count(*) AS n FROM ${table}`)).toBe(0);
  }, 900_000);
});

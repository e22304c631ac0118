import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ChangeFeed } from '../../src/audit/index.js';
import { SessionsRevoke } from '../../src/auth/index.js';
import { ChangePoll } from '../../src/auth/session/change-poll.js';
import { databases } from '../support/databases.js';
import type { HttpClient } from '../support/http-client.js';
import { SESSION_COOKIE } from '../support/paths.js';
import {
  BY_TEST,
  createLiveTenant,
  type Product,
  StandingClock,
  startProduct,
} from '../support/product.js';
import { signIn } from '../support/sign-in.js';

/** Its wall clock can be set apart from the one that nobody sets. */
class SettableClock extends StandingClock {
  stepMs = 0;

  override nowMs(): number {
    return this.atMs + this.stepMs;
  }
}

describe.each(databases)('revocation where clocks are set, on $kind', (kind) => {
  const clock = new StandingClock(Date.now());
  const stepping = new SettableClock(clock.atMs);
  let home: Awaited<ReturnType<typeof kind.create>>;
  let steady: Product;
  let stepped: Product;
  let tenantId: string;

  beforeAll(async () => {
    home = await kind.create();
    steady = await startProduct(kind, { databaseUrl: home.url, clock });
    stepped = await startProduct(kind, { databaseUrl: home.url, clock: stepping });
    for (const product of [steady, stepped]) await product.get(ChangePoll).stop();
    tenantId = (await createLiveTenant(steady)).tenant.id;
  }, 60_000);

  afterAll(async () => {
    await steady.close();
    await stepped.close();
    await home.drop();
  });

  const poll = () => stepped.get(ChangeFeed).poll();
  const status = async (client: HttpClient) => (await client.get('/site/session')).status;
  /** A session that the stepped instance has in its cache. */
  const cached = async (objectId: string): Promise<{ client: HttpClient; revoke(): unknown }> => {
    const browser = steady.client('acme');
    const authnInstant = new Date(clock.atMs).toISOString();
    await signIn(browser, { objectId, nowMs: clock.atMs, authnInstant });
    const client = stepped.client('acme');
    client.setCookie(SESSION_COOKIE, browser.cookie(SESSION_COOKIE) ?? '');
    await poll();
    const answer = await client.get('/site/session');
    const { user } = answer.json() as { user: { id: string } };
    const owner = { tenantId, userId: user.id, label: objectId };
    return { client, revoke: () => steady.get(SessionsRevoke).all(owner, BY_TEST) };
  };

  it.each([-600_000, 600_000])(
    'reaches an instance whose clock is wrong by %d ms at its next poll',
    async (stepMs) => {
      stepping.stepMs = stepMs;
      const { client, revoke } = await cached(`wrong-${stepMs.toString()}`);
      await revoke();
      expect(await status(client)).toBe(200); // from its cache, which is what the poll is for
      await poll();
      expect(await status(client)).toBe(401);
    },
  );

  it('holds on a machine that slept, before its first poll', async () => {
    stepping.stepMs = 0;
    const { client, revoke } = await cached('sleeper');
    await revoke();
    expect(await status(client)).toBe(200);
    stepping.stepMs = 45_000; // the other clock stood meanwhile
    expect(await status(client)).toBe(401);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { refusals } from '../../src/errors/index.js';
import { databases } from '../support/databases.js';
import type { HttpClient } from '../support/http-client.js';
import { SLO_PATH } from '../support/paths.js';
import { createLiveTenant, type Product, StandingClock, startProduct } from '../support/product.js';
import { ACME } from '../support/saml/index.js';
import { aLogoutRequest, redirectQuery } from '../support/saml/logout.js';
import { addressedTo, signIn } from '../support/sign-in.js';
import { LOGOUT_CASES, type LogoutTarget } from './logout-cases.js';

interface World extends LogoutTarget {
  readonly tenantId: string;
  readonly browser: HttpClient;
  sessionsLeft(): Promise<number>;
  lastEvent(): Promise<{ outcome: string; reason: string | null } | undefined>;
}

describe.each(databases)('hostile logout messages on $kind', (kind) => {
  let product: Product;
  let count = 0;

  beforeAll(async () => {
    product = await startProduct(kind, { clock: new StandingClock(ACME.nowMs) });
  });
  afterAll(() => product.close());

  /** A customer with one person signed in. */
  async function world(): Promise<World> {
    count += 1;
    const subdomain = `slo-${count.toString()}`;
    const { tenant } = await createLiveTenant(product, subdomain);
    const browser = product.client(subdomain);
    const { response } = await signIn(browser, { ...addressedTo(subdomain), nowMs: ACME.nowMs });
    const number = async (sql: string): Promise<number> =>
      Number((await product.query<{ n: number | string }>(sql, [tenant.id]))[0]?.n ?? -1);
    return {
      tenantId: tenant.id,
      browser,
      idp: product.client(subdomain),
      sloUrl: `https://${subdomain}.imagencloud.com${SLO_PATH}`,
      sessionIndex: response.assertionId,
      sessionsLeft: () =>
        number('SELECT count(*) AS n FROM sessions WHERE tenant_id = ? AND ended_at_ms IS NULL'),
      lastEvent: async () =>
        (
          await product.query<{ outcome: string; reason: string | null }>(
            "SELECT outcome, reason FROM audit_events WHERE tenant_id = ? AND type = 'single_logout' ORDER BY id DESC LIMIT 1",
            [tenant.id],
          )
        )[0],
    };
  }

  it.each(LOGOUT_CASES)('$name: $code', async ({ code, send }) => {
    const target = await world();
    expect(await target.sessionsLeft()).toBe(1);
    const answer = await send(target);
    const event = await target.lastEvent();
    if (code === null) {
      expect([answer.status, event?.outcome]).toEqual([200, 'accepted']);
      expect(await target.sessionsLeft()).toBe(0);
    } else {
      expect(event).toMatchObject({ outcome: 'refused', reason: code });
      expect(await target.sessionsLeft()).toBe(1);
      expect((await target.browser.get('/site')).status).toBe(200);
      expect(answer.status).toBe(refusals[code].status);
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
  });

  it('a request is good for one use', async () => {
    const target = await world();
    const query = redirectQuery(
      aLogoutRequest({ destination: target.sloUrl, sessionIndexes: ['of nobody'] }),
    );
    expect((await target.idp.get(`${SLO_PATH}?${query}`)).status).toBe(200);
    const again = await target.idp.get(`${SLO_PATH}?${query}`);
    expect(again.status).toBe(refusals.logout_replayed.status);
    expect(await target.lastEvent()).toMatchObject({ reason: 'logout_replayed' });
    expect(await target.sessionsLeft()).toBe(1);
  });

  it('another customer’s IdP with the same entity ID and key ends nothing here', async () => {
    const [ours, theirs] = [await world(), await world()];
    const query = redirectQuery(
      aLogoutRequest({ destination: theirs.sloUrl, sessionIndexes: [ours.sessionIndex] }),
    );
    expect((await theirs.idp.get(`${SLO_PATH}?${query}`)).status).toBe(200);
    expect((await ours.idp.get(`${SLO_PATH}?${query}`)).status).toBe(403);
    expect([await ours.sessionsLeft(), await theirs.sessionsLeft()]).toEqual([1, 1]);
  });
});

it('the table brings about every reason of logout messages, but for those that need a second message', () => {
  const reached = new Set<string | null>(LOGOUT_CASES.map(({ code }) => code));
  const missing = Object.entries(refusals)
    .filter(([code, { step }]) => step === 'logout' && !reached.has(code))
    .map(([code]) => code);
  // Above, and in test/logout/single-logout.spec.ts.
  expect(missing.toSorted()).toEqual([
    'logout_not_everywhere',
    'logout_replayed',
    'logout_response_unknown',
  ]);
});

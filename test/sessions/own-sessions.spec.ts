import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Transactions } from '../../src/database/index.js';
import { UsersGrants } from '../../src/users/index.js';
import { databases } from '../support/databases.js';
import type { HttpClient } from '../support/http-client.js';
import { SESSION_COOKIE } from '../support/paths.js';
import { BY_TEST, createLiveTenant, type Product, startProduct } from '../support/product.js';
import { signIn } from '../support/sign-in.js';

describe.each(databases)('sessions of people on $kind', (kind) => {
  let product: Product;
  let tenantId: string;

  beforeAll(async () => {
    product = await startProduct(kind);
    tenantId = (await createLiveTenant(product)).tenant.id;
  });
  afterAll(() => product.close());

  const signedIn = async (objectId: string, secondsAgo = 1): Promise<HttpClient> => {
    const client = product.client('acme');
    const authnInstant = new Date(Date.now() - secondsAgo * 1000).toISOString();
    await signIn(client, { objectId, authnInstant });
    return client;
  };
  const isIn = async (client: HttpClient): Promise<boolean> =>
    (await client.get('/site/session')).status === 200;
  const tokenOf = (html: string): string =>
    / name="token" value="([^"]+)"/.exec(html.slice(html.indexOf('<main')))?.[1] ?? '';
  const idOf = (client: HttpClient): string => (client.cookie(SESSION_COOKIE) ?? '').slice(0, 36);
  const userOf = async (client: HttpClient): Promise<string> =>
    ((await client.get('/site/session')).json() as { user: { id: string } }).user.id;
  const revocations = async (userId: string): Promise<number> =>
    (
      await product.query(
        "SELECT id FROM audit_events WHERE type = 'session.revoked' AND person_id = ?",
        [userId],
      )
    ).length;

  it('are listed for their person, this one marked, and one is ended by its form', async () => {
    const [here, there] = [await signedIn('ann'), await signedIn('ann')];
    const page = await here.get('/site/sessions');
    expect(page.text.match(/This browser/g)?.length).toBe(1);
    expect(page.text).toContain(idOf(there));
    const form = { token: tokenOf(page.text), session: idOf(there) };
    expect((await here.postSameOrigin('/site/sessions', form)).status).toBe(303);
    expect([await isIn(here), await isIn(there)]).toEqual([true, false]);
    expect(await revocations(await userOf(here))).toBe(1);
  });

  it('end everywhere at once, and the browser is not sent to sign in again', async () => {
    const [here, there] = [await signedIn('bea'), await signedIn('bea')];
    const userId = await userOf(here);
    const token = tokenOf((await here.get('/site/sessions')).text);
    const answer = await here.postSameOrigin('/site/sessions', { token });
    expect(answer.headers.location).toBe('/site/logout');
    expect([await isIn(here), await isIn(there)]).toEqual([false, false]);
    expect(await revocations(userId)).toBe(1);
  });

  it('are not ended by another person, a foreign token, or another site', async () => {
    const [victim, other] = [await signedIn('cid'), await signedIn('dan')];
    const token = tokenOf((await other.get('/site/sessions')).text);
    await other.postSameOrigin('/site/sessions', { token, session: idOf(victim) });
    const foreign = await victim.postSameOrigin('/site/sessions', { token });
    const crossSite = await victim.ask('/site/sessions', {
      method: 'POST',
      form: { token: tokenOf((await victim.get('/site/sessions')).text) },
      headers: { 'sec-fetch-site': 'cross-site' },
    });
    expect([foreign.status, crossSite.status]).toEqual([403, 403]);
    expect(await isIn(victim)).toBe(true);
  });

  it('of somebody else are ended by an administrator who signed in lately, and by nobody else', async () => {
    const victim = await signedIn('eve');
    const [victimId, path] = [await userOf(victim), `/admin/users/${await userOf(victim)}`];
    const viewer = await signedIn('fay');
    expect((await viewer.postSameOrigin(`${path}/sessions`, { token: 'x' })).status).toBe(403);

    const late = await signedIn('gus', 3600);
    const gus = await userOf(late);
    await product
      .get(Transactions)
      .run((tx) => product.get(UsersGrants).grant(tx, tenantId, gus, 'administrator', BY_TEST));
    const token = tokenOf((await late.get(path)).text);
    const sent = await late.postSameOrigin(`${path}/sessions`, { token });
    expect([sent.status, sent.headers.location]).toEqual([
      303,
      `/site/login?maxAge=900&returnTo=${encodeURIComponent(path)}`,
    ]);
    expect(await isIn(victim)).toBe(true);

    const recent = await signedIn('gus');
    const form = { token: tokenOf((await recent.get(path)).text) };
    const done = await recent.postSameOrigin(`${path}/sessions`, form);
    expect([done.status, done.headers.location]).toEqual([303, path]);
    expect(await isIn(victim)).toBe(false);
    expect(await revocations(victimId)).toBe(1);
  });
});

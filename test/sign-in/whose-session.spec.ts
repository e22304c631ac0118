import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databases } from '../support/databases.js';
import type { HttpClient } from '../support/http-client.js';
import { SESSION_COOKIE } from '../support/paths.js';
import { createLiveTenant, type Product, startProduct } from '../support/product.js';
import { signIn, startSignIn } from '../support/sign-in.js';

describe.each(databases)('a session, on $kind,', (kind) => {
  let product: Product;

  beforeAll(async () => {
    product = await startProduct(kind);
    await createLiveTenant(product);
  });

  afterAll(() => product.close());

  const signedIn = async (objectId: string): Promise<HttpClient> => {
    const client = product.client('acme');
    await signIn(client, { objectId });
    return client;
  };
  const isSignedIn = async (client: HttpClient): Promise<boolean> =>
    (await client.get('/site/session')).status === 200;

  it('is not ended by somebody who knows its id and not its secret', async () => {
    const victim = await signedIn('ann');
    const [id = ''] = (victim.cookie(SESSION_COOKIE) ?? '').split('.');
    const thief = product.client('acme');
    thief.setCookie(SESSION_COOKIE, `${id}.${'A'.repeat(43)}`);
    await signIn(thief, { objectId: 'bob' });
    expect([await isSignedIn(thief), await isSignedIn(victim)]).toEqual([true, true]);
  });

  it('is replaced by the next of the same browser', async () => {
    const client = product.client('acme');
    const [first, second] = [await startSignIn(client), await startSignIn(client)];
    expect(first.requestId).not.toBe(second.requestId);
    await signIn(client, { objectId: 'ann' });
    const before = client.cookie(SESSION_COOKIE) ?? '';
    client.setCookie(SESSION_COOKIE, '');
    await signIn(client, { objectId: 'ann' });
    expect(await isSignedIn(client)).toBe(true);
    client.setCookie(SESSION_COOKIE, before);
    expect(await isSignedIn(client)).toBe(false);
  });

  it.each([
    { from: 'another site', site: 'cross-site', cookies: 'none' },
    { from: 'another customer’s host, after the session’s end', site: 'same-site', cookies: 'all' },
  ] as const)(
    'keeps its cookie whatever $from posts to the sign-out',
    async ({ site, cookies }) => {
      const client = await signedIn('ann');
      if (cookies === 'all')
        client.setCookie(SESSION_COOKIE, `${'0'.repeat(36)}.${'A'.repeat(43)}`);
      const ask = { method: 'POST', form: { token: 'x' }, headers: { 'sec-fetch-site': site } };
      const answer = await client.ask('/site/logout', ask, cookies);
      expect([answer.status, answer.headers['set-cookie']]).toEqual([303, undefined]);
      expect(answer.headers['clear-site-data']).toBeUndefined();
      if (cookies === 'none') expect(await isSignedIn(client)).toBe(true);
    },
  );

  it('leaves no cookie of ours behind at its sign-out', async () => {
    const client = await signedIn('ann');
    expect(client.cookieNames().length).toBeGreaterThan(1); // the marker of the attempt that is done
    const { text } = await client.get('/site/logout');
    const token = /name="token" value="([^"]+)"/.exec(text)?.[1] ?? '';
    await client.postSameOrigin('/site/logout', { token });
    expect(client.cookieNames()).toEqual([]);
  });

  it('has its own slot among the attempts of tabs that open all at once', async () => {
    const clients = Array.from({ length: 24 }, () => product.client('acme'));
    const slots = new Set<string | undefined>();
    for (const client of clients) {
      await startSignIn(client);
      slots.add(client.cookieNames()[0]);
    }
    expect(slots.size).toBeGreaterThan(2); // all in one: 1 in 8^23
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databases } from '../support/databases.js';
import { SESSION_COOKIE } from '../support/paths.js';
import { createLiveTenant, type Product, startProduct } from '../support/product.js';
import { ACME, theIdpEcKey } from '../support/saml/index.js';
import { addressedTo, answerTo, postResponse, signIn, startSignIn } from '../support/sign-in.js';

interface EventRow {
  readonly outcome: string;
  readonly reason: string | null;
  readonly personId: string | null;
}

describe.each(databases)('signing in on $kind', (kind) => {
  let product: Product;
  let acmeId: string;

  beforeAll(async () => {
    product = await startProduct(kind);
    acmeId = (await createLiveTenant(product, 'acme')).tenant.id;
    await createLiveTenant(product, 'globex');
  });

  afterAll(() => product.close());

  const lastEvent = async (): Promise<EventRow | undefined> => {
    const rows = await product.query<EventRow>(
      "SELECT outcome, reason, person_id AS personId FROM audit_events WHERE tenant_id = ? AND type = 'sign_in' ORDER BY id DESC LIMIT 1",
      [acmeId],
    );
    return rows[0];
  };
  const count = async (table: string): Promise<number> =>
    (await product.query<{ n: number }>(`SELECT count(*) AS n FROM ${table}`))[0]?.n ?? -1;

  it('starts with a redirect to the IdP that asks as Entra wants to be asked, and writes nothing', async () => {
    const before = await count('audit_events');
    const { answer, authnRequest, requestId, relayState } = await startSignIn(
      product.client('acme'),
      '?returnTo=/library/42',
    );
    expect(answer.status).toBe(302);
    expect(answer.headers.location).toMatch(
      /^https:\/\/login\.microsoftonline\.com\/[^?]+\/saml2\?SAMLRequest=/,
    );
    expect(requestId).toMatch(/^_[0-9a-f]{40}$/);
    expect(authnRequest).toContain(`AssertionConsumerServiceURL="${ACME.acsUrl}"`);
    expect(authnRequest).toContain(`>${ACME.spEntityId}<`);
    expect(authnRequest).not.toMatch(/Subject|RequestedAuthnContext|NameIDPolicy|Scoping/);
    expect(Buffer.byteLength(relayState)).toBeLessThanOrEqual(80);
    expect(relayState).not.toContain('library');
    expect(await count('audit_events')).toBe(before);
  });

  it('signs a person in, leads back to the deep link, and says who is signed in', async () => {
    const client = product.client('acme');
    const { answer } = await signIn(
      client,
      { objectId: 'oid-1', groups: ['g1', 'g2'] },
      '?returnTo=/library/42%3Ftab=1',
    );
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toBe('/library/42?tab=1');
    const session = await client.get('/site/session');
    expect(session.status).toBe(200);
    expect(session.json()).toMatchObject({
      tenant: 'acme',
      user: { subject: 'B.Simon@acme.example', roles: ['viewer'], groups: ['g1', 'g2'] },
    });
    expect(await lastEvent()).toMatchObject({ outcome: 'accepted', reason: null });
    expect((await client.get('/site')).text).toContain('Britta Simon');
  });

  it('updates the person at the second sign-in and adds nobody', async () => {
    const client = product.client('acme');
    await signIn(client, { objectId: 'oid-2', mail: 'old@acme.example' });
    const users = await count('users');
    const again = product.client('acme');
    await signIn(again, { objectId: 'oid-2', mail: 'new@acme.example' });
    expect(await count('users')).toBe(users);
    expect((await again.get('/site/session')).json()).toMatchObject({
      user: { email: 'new@acme.example' },
    });
  });

  it('lets several tabs sign in at once', async () => {
    const client = product.client('acme');
    const tabs = [
      await startSignIn(client, '?returnTo=/a'),
      await startSignIn(client, '?returnTo=/b'),
      await startSignIn(client, '?returnTo=/c'),
    ];
    for (const [at, path] of [
      [1, '/b'],
      [0, '/a'],
      [2, '/c'],
    ] as const) {
      const answer = await postResponse(
        client,
        answerTo(tabs[at]?.requestId ?? null, { objectId: 'oid-tabs' }),
      );
      expect(answer.headers.location).toBe(path);
    }
  });

  it('leaves one live session in a browser whose tabs all signed in', async () => {
    const client = product.client('acme');
    const tabs = [await startSignIn(client), await startSignIn(client)];
    for (const tab of tabs)
      await postResponse(client, answerTo(tab.requestId, { objectId: 'oid-one-session' }));
    const rows = await product.query<{ live: number }>(
      `SELECT count(*) AS live FROM sessions s JOIN users u ON u.id = s.user_id
       WHERE u.stable_id = 'oid-one-session' AND s.ended_at_ms IS NULL`,
    );
    expect(rows[0]?.live).toBe(1);
  });

  it('keeps the newest eight of twenty tabs, within four kilobytes', async () => {
    const client = product.client('acme');
    const tabs = [];
    for (let n = 0; n < 20; n += 1)
      tabs.push(await startSignIn(client, `?returnTo=/tab/${n.toString()}`));
    const cookies = client.cookieNames().filter((name) => name.includes('attempt'));
    expect(cookies.length).toBe(8);
    const bytes = cookies.reduce(
      (sum, name) => sum + name.length + 1 + (client.cookie(name) ?? '').length,
      0,
    );
    expect(bytes).toBeLessThanOrEqual(4096);
    const [oldest, newest] = [tabs[0], tabs[19]];
    expect((await postResponse(client, answerTo(oldest?.requestId ?? ''))).status).toBe(403);
    expect((await postResponse(client, answerTo(newest?.requestId ?? ''))).headers.location).toBe(
      '/tab/19',
    );
  });

  it('drops old attempts rather than outgrow four kilobytes of cookies', async () => {
    const client = product.client('acme');
    for (let n = 0; n < 10; n += 1)
      await startSignIn(client, `?returnTo=/${'x'.repeat(480)}${n.toString()}`);
    const cookies = client.cookieNames().filter((name) => name.includes('attempt'));
    const bytes = cookies.reduce(
      (sum, name) => sum + name.length + 1 + (client.cookie(name) ?? '').length,
      0,
    );
    expect(bytes).toBeLessThanOrEqual(4096);
    expect(cookies.length).toBeGreaterThanOrEqual(3);
  });

  it('goes straight on where somebody is signed in already', async () => {
    const client = product.client('acme');
    await signIn(client);
    const answer = await client.get('/site/login?returnTo=/library');
    expect([answer.status, answer.headers.location]).toEqual([303, '/library']);
  });

  it('sends a reload of the spent response to /site/resume, which goes on', async () => {
    const client = product.client('acme');
    const { response } = await signIn(client, {}, '?returnTo=/library/7');
    const again = await postResponse(client, response);
    expect([again.status, again.headers.location]).toEqual([303, '/site/resume']);
    expect(await lastEvent()).toMatchObject({ outcome: 'refused', reason: 'assertion_replayed' });
    expect((await client.get('/site/resume')).headers.location).toBe('/library/7');
    await client.postSameOrigin('/site/logout', { token: await logoutToken(client) });
    expect((await client.get('/site/resume')).text).toContain('Sign in again');
  });

  it('refuses a spent response from a browser that did not spend it', async () => {
    const { response } = await signIn(product.client('acme'));
    const thief = await postResponse(product.client('acme'), response);
    expect(thief.status).toBe(403);
    expect(thief.headers['set-cookie']).toBeUndefined();
  });

  it('refuses a stolen response in a browser with an attempt of its own', async () => {
    const victim = product.client('acme');
    const { requestId } = await startSignIn(victim);
    const thief = product.client('acme');
    await startSignIn(thief);
    expect((await postResponse(thief, answerTo(requestId))).status).toBe(403);
    expect(await lastEvent()).toMatchObject({ outcome: 'refused', reason: 'attempt_unknown' });
    expect(thief.cookie(SESSION_COOKIE)).toBeUndefined();
  });

  it('gives one session to four parallel posts of one response', async () => {
    const client = product.client('acme');
    const { requestId } = await startSignIn(client);
    const response = answerTo(requestId, { objectId: 'oid-parallel' });
    const answers = await Promise.all([1, 2, 3, 4].map(() => postResponse(client, response)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 403, 403, 403]);
    const rows = await product.query<{ n: number }>(
      "SELECT count(*) AS n FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.stable_id = 'oid-parallel'",
    );
    expect(rows[0]?.n).toBe(1);
  });

  it('accepts one answer to a request, not two', async () => {
    const client = product.client('acme');
    const { requestId } = await startSignIn(client);
    const attempt = client.cookieNames().find((name) => name.includes('attempt')) ?? '';
    const sealed = client.cookie(attempt) ?? '';
    expect((await postResponse(client, answerTo(requestId))).status).toBe(303);
    client.setCookie(attempt, sealed, 'none');
    expect((await postResponse(client, answerTo(requestId))).status).toBe(403);
    expect(await lastEvent()).toMatchObject({ outcome: 'refused', reason: 'assertion_replayed' });
  });

  it('does not believe an unsolicited response, but starts a sign-in of its own, once', async () => {
    const client = product.client('acme');
    const first = await postResponse(client, answerTo(null));
    expect([first.status, first.headers.location]).toEqual([303, '/site/login?bounced=1']);
    expect(await lastEvent()).toMatchObject({ outcome: 'redirected', reason: 'unsolicited' });
    expect(client.cookie(SESSION_COOKIE)).toBeUndefined();
    expect((await client.get('/site/login?bounced=1')).status).toBe(302);
    const second = await postResponse(client, answerTo(null));
    expect(second.status).toBe(403);
    expect(second.text).toContain('href="/site/login"');
  });

  it('shows a button where the bounce cookie got lost', async () => {
    const answer = await product.client('acme').get('/site/login?bounced=1');
    expect(answer.status).toBe(400);
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it.each(['iframe', 'image', 'empty'])('starts nothing for %s', async (destination) => {
    const answer = await product
      .client('acme')
      .get('/site/login', { 'sec-fetch-dest': destination });
    expect(answer.status).toBe(400);
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it('does not take a response for one tenant at another, though the IdP is the same', async () => {
    const globex = product.client('globex');
    const { requestId } = await startSignIn(globex);
    expect((await postResponse(globex, answerTo(requestId))).status).toBe(403);
    expect((await postResponse(globex, answerTo(requestId, addressedTo('globex')))).status).toBe(
      303,
    );
  });

  it('does not take an attempt of one tenant at another', async () => {
    const acme = product.client('acme');
    const { requestId } = await startSignIn(acme);
    const globex = product.client('globex');
    for (const name of acme.cookieNames()) globex.setCookie(name, acme.cookie(name) ?? '', 'none');
    expect((await postResponse(globex, answerTo(requestId, addressedTo('globex')))).status).toBe(
      403,
    );
  });

  it('does not take a session of one tenant at another', async () => {
    const acme = product.client('acme');
    await signIn(acme);
    const globex = product.client('globex');
    globex.setCookie(SESSION_COOKIE, acme.cookie(SESSION_COOKIE) ?? '');
    expect((await globex.get('/site/session')).status).toBe(401);
  });

  it('refuses a response that a foreign key signed, and says so to the operator alone', async () => {
    const client = product.client('acme');
    const { requestId } = await startSignIn(client);
    const answer = await postResponse(client, answerTo(requestId, { key: theIdpEcKey() }));
    expect(answer.status).toBe(403);
    expect(answer.text).not.toMatch(/signature|certificate/i);
    expect(answer.text).toMatch(/[0-9A-Z]{5}-[0-9A-Z]{5}/);
    expect((await lastEvent())?.outcome).toBe('refused');
  });

  it('ends the session at sign-out, by a form of our own only', async () => {
    const client = product.client('acme');
    await signIn(client);
    const token = await logoutToken(client);
    const forged = await client.ask('/site/logout', {
      method: 'POST',
      form: { token },
      headers: { 'sec-fetch-site': 'same-site' },
    });
    expect(forged.status).toBe(403);
    expect((await client.postSameOrigin('/site/logout', { token: 'x' })).status).toBe(403);
    expect((await client.get('/site/session')).status).toBe(200);
    const stolen = client.cookie(SESSION_COOKIE) ?? '';
    const answer = await client.postSameOrigin('/site/logout', { token });
    expect([answer.status, answer.headers['clear-site-data']]).toEqual([303, '"cache"']);
    client.setCookie(SESSION_COOKIE, stolen);
    expect((await client.get('/site/session')).status).toBe(401);
  });

  it.each([
    'nobody.imagencloud.com',
    'acme.imagencloud.com.evil.example',
    'imagencloud.com',
    '127.0.0.1',
    'ACME.imagencloud.com:444',
  ])('shows the one page of unknown hosts at %s', async (host) => {
    const unknown = await product.client('nobody').get('/site/login');
    const answer = await product.client('nobody').get('/site/login', { host });
    expect(answer.status).toBe(404);
    expect(answer.text).toBe(unknown.text);
  });

  it('gives its metadata at the entity ID and at the old address', async () => {
    const client = product.client('acme');
    const [a, b] = [
      await client.get('/sp-entityid'),
      await client.get('/saml/module.php/saml/sp/metadata.php/imagenweb'),
    ];
    expect(a.text).toBe(b.text);
    expect(a.headers['content-type']).toContain('application/samlmetadata+xml');
    expect(a.text).toContain(`entityID="${ACME.spEntityId}"`);
    expect(
      (await client.get('/sp-entityid', { 'if-none-match': a.headers.etag ?? '' })).status,
    ).toBe(304);
  });

  it('refuses another method and a message in the query at the ACS', async () => {
    const client = product.client('acme');
    const { requestId } = await startSignIn(client);
    const { base64 } = answerTo(requestId);
    const path = '/saml/module.php/saml/sp/saml2-acs.php/imagenweb';
    expect((await client.get(`${path}?SAMLResponse=${encodeURIComponent(base64)}`)).status).toBe(
      405,
    );
    const both = await client.postCrossSite(`${path}?SAMLRequest=x`, {
      form: { SAMLResponse: base64 },
    });
    expect(both.status).toBe(400);
  });
});

async function logoutToken(client: {
  get(path: string): Promise<{ text: string }>;
}): Promise<string> {
  return /name="token" value="([^"]+)"/.exec((await client.get('/site/logout')).text)?.[1] ?? '';
}

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databases } from '../support/databases.js';
import type { Answer, HttpClient } from '../support/http-client.js';
import { ACS_PATH, SLO_PATH } from '../support/paths.js';
import { createLiveTenant, type Product, startProduct } from '../support/product.js';
import { ACME, type ResponseOptions } from '../support/saml/index.js';
import { aLogoutRequest, redirectQuery } from '../support/saml/logout.js';
import { answerTo, startSignIn } from '../support/sign-in.js';

const PROXIED = 'acme.imagencloud.com.mcas.ms';
const PARAMETERS = 'McasTsid=20893&McasCtx=4';

/**
 * Conditional Access App Control: a proxy of Microsoft's between browser and product. It asks us under our own host, and the
 * browser's headers tell of the proxy's.
 */
describe.each(databases)('under session control, on $kind,', (kind) => {
  let product: Product;

  beforeAll(async () => {
    product = await startProduct(kind);
    await createLiveTenant(product);
  });
  afterAll(() => product.close());

  const post = (browser: HttpClient, requestId: string, options: ResponseOptions = {}) =>
    browser.postCrossSite(`${ACS_PATH}?${PARAMETERS}`, {
      body: answerTo(requestId, options).form(),
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        origin: 'https://login.microsoftonline.com.mcas.ms',
        referer: `https://${PROXIED}/`,
      },
    });
  const start = async (browser: HttpClient) =>
    (await startSignIn(browser, `?${PARAMETERS}&returnTo=/site/sessions`)).requestId;
  const signedIn = async (): Promise<HttpClient> => {
    const browser = product.client('acme');
    await post(browser, await start(browser));
    return browser;
  };
  const lastReason = async (): Promise<string | null | undefined> =>
    (
      await product.query<{ reason: string | null }>(
        "SELECT reason AS reason FROM audit_events WHERE type = 'sign_in' ORDER BY id DESC LIMIT 1",
      )
    )[0]?.reason;
  const isIn = async (browser: HttpClient) => (await browser.get('/site/session')).status === 200;
  const submit = async (
    browser: HttpClient,
    headers: Readonly<Record<string, string>>,
  ): Promise<Answer> => {
    const page = await browser.get('/site/logout');
    const token = /name="token" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    return browser.ask('/site/logout', { method: 'POST', form: { token }, headers });
  };

  it('signs in, whatever the proxy adds to addresses and says of itself', async () => {
    const browser = product.client('acme');
    const answer = await post(browser, await start(browser));
    expect([answer.status, answer.headers.location]).toEqual([303, '/site/sessions']);
    expect(await isIn(browser)).toBe(true);
  });

  it('refuses what was started on our own host and comes back on the proxy’s, and offers a new start', async () => {
    const [own, proxied] = [product.client('acme'), product.client('acme')];
    const answer = await post(proxied, await start(own));
    expect([answer.status, await lastReason()]).toEqual([403, 'attempt_unknown']);
    expect(answer.text).toContain('href="/site/login"');
    expect((await post(proxied, await start(proxied))).status).toBe(303);
  });

  it.each([
    ['destination', 'destination_mismatch'],
    ['recipient', 'recipient_mismatch'],
  ])('refuses a %s on the proxy’s host', async (field, reason) => {
    const browser = product.client('acme');
    const address = ACME.acsUrl.replace('acme.imagencloud.com', PROXIED);
    expect((await post(browser, await start(browser), { [field]: address })).status).toBe(403);
    expect(await lastReason()).toBe(reason);
  });

  it('takes forms by what the browser says of itself', async () => {
    const browser = await signedIn();
    const headers = { 'sec-fetch-site': 'same-origin', origin: `https://${PROXIED}` };
    expect((await submit(browser, headers)).status).toBe(303);
    expect(await isIn(browser)).toBe(false);
  });

  it.each([
    ['the proxy’s origin alone', { origin: `https://${PROXIED}` }],
    ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://acme.imagencloud.com' }],
    ['nothing', {}],
  ])('does nothing for a form that tells of %s, and says so', async (_, headers) => {
    const browser = await signedIn();
    const answer = await submit(browser, headers);
    expect(answer.status).toBe(403);
    expect(answer.text).toMatch(/Nothing was done[^]*\.mcas\.ms/);
    expect(await isIn(browser)).toBe(true);
  });

  it('is signed out by the IdP’s iframe, and not by a form with something added to its address', async () => {
    const browser = await signedIn();
    const request = aLogoutRequest({
      destination: `https://acme.imagencloud.com${SLO_PATH}`,
      nowMs: Date.now(),
    });
    const posted = await browser.postCrossSite(`${SLO_PATH}?${PARAMETERS}`, {
      form: { SAMLRequest: Buffer.from(request).toString('base64') },
    });
    expect([posted.status, await isIn(browser)]).toEqual([400, true]);
    const got = await product
      .client('acme')
      .get(`${SLO_PATH}?${redirectQuery(request)}&${PARAMETERS}`);
    expect([got.status, (await browser.get('/site/logout')).text.includes('<form')]).toEqual([
      200,
      false,
    ]);
  });

  it.each([PROXIED, 'acme.imagencloud.com.mcas-gov.us', 'acme.imagencloud.com.us.cas.ms:443'])(
    'is told at %s that the proxy has to hand on our own host',
    async (host) => {
      const browser = product.client('acme');
      const requestId = await start(browser);
      for (const ask of [
        { method: 'GET', path: '/site/login' },
        { method: 'POST', path: ACS_PATH },
      ]) {
        const answer = await browser.ask(ask.path, {
          method: ask.method,
          headers: { host, 'content-type': 'application/x-www-form-urlencoded' },
          body: ask.method === 'POST' ? answerTo(requestId).form() : '',
        });
        expect(answer.status).toBe(404);
        expect(answer.text).toContain('session control');
        expect(answer.text).not.toMatch(/acme/i);
      }
      const other = await product.client('acme').get('/site', { host: 'nobody.example.mcas.ms' });
      const same = await product.client('acme').get('/site', { host });
      expect(other.text).toBe(same.text);
      expect(await isIn(browser)).toBe(false);
    },
  );
});

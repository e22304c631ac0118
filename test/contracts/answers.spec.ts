import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databases } from '../support/databases.js';
import type { Answer, HttpClient } from '../support/http-client.js';
import { ACS_PATH, SESSION_COOKIE } from '../support/paths.js';
import { createLiveTenant, type Product, startProduct } from '../support/product.js';
import { aForeignKey } from '../support/saml/index.js';
import { answerTo, postResponse, signIn, startSignIn } from '../support/sign-in.js';

const [sqlite] = databases;

/** What may be kept by a browser or a proxy, because it is the same for everybody. */
const CACHED = /^(max-age=|public, max-age=)/;

interface Situation {
  readonly name: string;
  readonly isKept?: boolean;
  readonly ask: (client: HttpClient) => Promise<Answer>;
}

const get = (path: string, headers: Record<string, string> = {}): Situation => ({
  name: `GET ${path}`,
  ask: (client) => client.get(path, headers),
});

const SITUATIONS: readonly Situation[] = [
  get('/'),
  get('/site'),
  get('/site/login'),
  get('/site/login?bounced=1'),
  get('/site/login?returnTo=//evil.example'),
  get('/site/logout'),
  get('/site/resume'),
  get('/site/session'),
  get('/admin/audit'),
  get('/admin/audit.csv'),
  get('/admin/users'),
  get('/api/docs'),
  get('/api/v1/users'),
  get('/api/v1/users', { authorization: 'Bearer nothing' }),
  get('/healthz'),
  get('/readyz'),
  get('/nothing/here'),
  get('/%E0%A4%A'),
  get('/assets/nothing.css'),
  { ...get('/sp-entityid'), isKept: true },
  { ...get('/saml/module.php/saml/sp/metadata.php/imagenweb'), isKept: true },
  { ...get('/api/openapi.json'), isKept: true },
  get('/site', { host: 'nobody.imagencloud.com' }),
  get(ACS_PATH),
  {
    name: 'a page signed in',
    async ask(client) {
      await signIn(client);
      return client.get('/site');
    },
  },
  {
    name: 'a start of somebody who is signed in',
    async ask(client) {
      await signIn(client);
      return client.get('/site/login');
    },
  },
  { name: 'a sign-in', ask: async (client) => (await signIn(client)).answer },
  {
    name: 'a sign-out',
    async ask(client) {
      await signIn(client);
      const { text } = await client.get('/site/logout');
      const token = /name="token" value="([^"]+)"/.exec(text)?.[1] ?? '';
      return client.postSameOrigin('/site/logout', { token });
    },
  },
  {
    name: 'a sign-out from elsewhere',
    async ask(client) {
      await signIn(client);
      return client.ask('/site/logout', {
        method: 'POST',
        headers: { 'sec-fetch-site': 'same-site' },
      });
    },
  },
  {
    name: 'a refusal',
    async ask(client) {
      const { requestId } = await startSignIn(client);
      return postResponse(client, answerTo(requestId, { key: aForeignKey() }));
    },
  },
  { name: 'a bounce', ask: (client) => postResponse(client, answerTo(null)) },
  { name: 'a post to a page', ask: (client) => client.postSameOrigin('/site', {}) },
  {
    name: 'a form that is too large',
    ask: (client) => client.postSameOrigin('/site/logout', { token: 'x'.repeat(20_000) }),
  },
];

describe('every answer', () => {
  let product: Product;

  beforeAll(async () => {
    if (!sqlite) throw new Error('no database');
    product = await startProduct(sqlite);
    await createLiveTenant(product);
  });

  afterAll(() => product.close());

  it.each(SITUATIONS)('carries what keeps a browser safe: $name', async ({ ask, isKept }) => {
    expectSafe(await ask(product.client('acme')), isKept ?? false);
  });

  it('does so when the rate is limited, too', async () => {
    if (!sqlite) throw new Error('no database');
    const busy = await startProduct(sqlite, { settings: { RATE_LIMIT: '1' } });
    await createLiveTenant(busy);
    await busy.client('acme').get('/site');
    const answer = await busy.client('acme').get('/site');
    expect(answer.status).toBe(429);
    expectSafe(answer, false);
    await busy.close();
  });

  it('sets the session cookie for our own site alone, and what the ACS must see for all', async () => {
    const client = product.client('acme');
    const long = `/${'a'.repeat(511)}`;
    const started = cookiesOf(await client.get(`/site/login?returnTo=${long}`));
    expect(started.map(({ name }) => name)).toEqual([
      expect.stringMatching(/^__Host-imagen-attempt-[0-7]$/),
    ]);
    expect(started[0]).toMatchObject({ samesite: 'None', 'max-age': '600' });
    const done = cookiesOf((await signIn(client)).answer);
    expect(done.find(({ name }) => name === SESSION_COOKIE)).toMatchObject({ samesite: 'Lax' });
  });

  it('lets a style sheet be kept for ever, under the name of its hash', async () => {
    const client = product.client('acme');
    const [, path = ''] =
      /href="(\/assets\/[^"]+\.css)"/.exec((await client.get('/site/logout')).text) ?? [];
    const answer = await client.get(path);
    expectSafe(answer, true);
    expect(answer.headers['cache-control']).toContain('immutable');
  });
});

function expectSafe(answer: Answer, isKept: boolean): void {
  const { headers } = answer;
  const policy = String(headers['content-security-policy']);
  for (const part of [
    "default-src 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    'form-action ',
  ])
    expect(policy).toContain(part);
  expect(policy).not.toMatch(/unsafe|\*|data:/);
  expect(headers).toMatchObject({
    'strict-transport-security': expect.stringMatching(/^max-age=31536000$/),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'x-frame-options': 'DENY',
    'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  expect(headers['x-powered-by']).toBeUndefined();
  expect(headers['access-control-allow-origin']).toBeUndefined();
  if (isKept) expect(headers['cache-control']).toMatch(CACHED);
  else expect(headers['cache-control']).toBe('no-store');
  expect(answer.text).not.toMatch(/node_modules|at .*\.js:\d+|Error:/);
  expectSafeCookies(answer);
}

function expectSafeCookies(answer: Answer): void {
  for (const cookie of cookiesOf(answer)) {
    expect(cookie).toMatchObject({ path: '/', secure: '', httponly: '' });
    expect(cookie['domain']).toBeUndefined();
    expect(cookie['name']).toMatch(/^__Host-imagen-/);
    expect(cookie['samesite']).toBe(cookie['name'] === SESSION_COOKIE ? 'Lax' : 'None');
    // ASVS 3.3.5: browsers drop what is longer
    expect(
      Buffer.byteLength(`${cookie['name'] ?? ''}${cookie['value'] ?? ''}`),
    ).toBeLessThanOrEqual(4096);
  }
}

/** Name, value and attributes, those in lower case. */
function cookiesOf({ headers }: Answer): Record<string, string>[] {
  return (headers['set-cookie'] ?? []).map((line) => {
    const [pair = '', ...attributes] = line.split('; ');
    const [name, value] = splitOnce(pair);
    const entries = attributes.map((attribute) => {
      const [key, content] = splitOnce(attribute);
      return [key.toLowerCase(), content] as const;
    });
    return { name, value, ...Object.fromEntries(entries) };
  });
}

function splitOnce(text: string): [string, string] {
  const at = text.indexOf('=');
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

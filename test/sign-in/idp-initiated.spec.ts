import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type Connection,
  ConnectionsService,
  readConnectionSettings,
} from '../../src/connections/index.js';
import { Transactions } from '../../src/database/index.js';
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
import type { BuiltResponse } from '../support/saml/index.js';
import { answerTo, postResponse, signIn } from '../support/sign-in.js';

const ORIGIN = 'https://acme.imagencloud.com';
const PATH = '/site/continue';

describe.each(databases)('a sign-in that the IdP starts, on $kind,', (kind) => {
  const clock = new StandingClock(Date.now());
  let product: Product;
  let tenantId: string;
  let connection: Connection;

  beforeAll(async () => {
    product = await startProduct(kind, { clock });
    const live = await createLiveTenant(product);
    tenantId = live.tenant.id;
    connection = live.connection;
  });

  beforeEach(async () => {
    clock.atMs = Date.now();
    await set('idp_initiated=confirm', 'force_authn=off');
  });

  afterAll(() => product.close());

  const set = (...pairs: string[]) =>
    product
      .get(Transactions)
      .run((tx) =>
        product
          .get(ConnectionsService)
          .update(tx, tenantId, connection.id, readConnectionSettings(pairs), BY_TEST),
      );
  const events = () =>
    product.query<{ outcome: string; reason: string | null; details: string }>(
      "SELECT outcome, reason, details FROM audit_events WHERE type = 'sign_in' ORDER BY id DESC LIMIT 2",
    );
  const sessions = async () => (await product.query('SELECT id FROM sessions')).length;

  const unsolicited = (objectId = 'ann') => answerTo(null, { objectId });
  /** The page that a browser is shown, and what its form would post. */
  async function invited(client: HttpClient, response: BuiltResponse, relayState?: string) {
    const { status, text } = await postResponse(client, response, relayState);
    const field = (name: string) =>
      new RegExp(`name="${name}" value="([^"]+)"`).exec(text)?.[1] ?? '';
    return { status, text, SAMLResponse: field('SAMLResponse'), RelayState: field('RelayState') };
  }
  const click = (
    client: HttpClient,
    { SAMLResponse, RelayState }: { SAMLResponse: string; RelayState: string },
    headers: Readonly<Record<string, string>> = {},
  ) =>
    client.ask(PATH, {
      method: 'POST',
      body: new URLSearchParams({ SAMLResponse, RelayState }).toString(),
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        origin: ORIGIN,
        'sec-fetch-site': 'same-origin',
        ...headers,
      },
    });

  it('asks the person by name, and opens a session once they say yes', async () => {
    const client = product.client('acme');
    const before = await sessions();
    const page = await invited(client, unsolicited(), '/library/42');
    expect(page.status).toBe(200);
    expect(page.text).toContain('B.Simon@acme.example');
    expect(await sessions()).toBe(before);
    expect((await events())[0]).toMatchObject({ outcome: 'redirected', reason: 'unsolicited' });

    const answer = await click(client, page);
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toBe('/library/42');
    expect(client.cookie(SESSION_COOKIE)).toBeDefined();
    const [accepted] = await events();
    expect(accepted?.outcome).toBe('accepted');
    expect(JSON.parse(accepted?.details ?? '')).toMatchObject({ initiatedBy: 'idp' });
    expect((await client.get('/site/session')).status).toBe(200);
  });

  it('follows no way back to another host', async () => {
    const client = product.client('acme');
    const page = await invited(client, unsolicited(), 'https://evil.example/');
    expect((await click(client, page)).headers.location).toBe('/site');
  });

  it('ends the session that the browser held', async () => {
    const client = product.client('acme');
    await signIn(client, { objectId: 'bob' });
    const before = await sessions();
    const page = await invited(client, unsolicited());
    await click(client, page);
    const [accepted] = await events();
    expect(JSON.parse(accepted?.details ?? '')).toMatchObject({
      endedSessions: [expect.any(String)],
    });
    expect(await sessions()).toBe(before + 1);
  });

  it('takes a response once', async () => {
    const client = product.client('acme');
    const response = unsolicited();
    expect((await click(client, await invited(client, response))).status).toBe(303);
    const before = await sessions();
    expect((await click(client, await invited(client, response))).status).toBe(403);
    expect((await events())[0]?.reason).toBe('assertion_replayed');
    expect(await sessions()).toBe(before);
  });

  describe('refuses a click', () => {
    const refused = async (answer: Promise<{ status: number }>, reason: string) => {
      const before = await sessions();
      expect((await answer).status).toBe(403);
      expect((await events())[0]).toMatchObject({ outcome: 'refused', reason });
      expect(await sessions()).toBe(before);
    };

    it.each([
      ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
      [
        'another tenant',
        { 'sec-fetch-site': 'same-site', origin: 'https://globex.imagencloud.com' },
      ],
    ])('from %s', async (_, headers) => {
      const client = product.client('acme');
      const page = await invited(client, unsolicited());
      await refused(click(client, page, headers), 'invitation_unknown');
    });

    it('in a browser that was shown no page', async () => {
      const page = await invited(product.client('acme'), unsolicited());
      await refused(click(product.client('acme'), page), 'invitation_unknown');
    });

    it('with the token of another page, or none', async () => {
      const client = product.client('acme');
      const theirs = await invited(product.client('acme'), unsolicited('mallory'));
      const page = await invited(client, unsolicited());
      await refused(
        click(client, { ...page, RelayState: theirs.RelayState }),
        'invitation_unknown',
      );
      await invited(client, unsolicited());
      await refused(click(client, { ...page, RelayState: '' }), 'invitation_unknown');
    });

    it('about another response than the page was about', async () => {
      const client = product.client('acme');
      const theirs = await invited(product.client('acme'), unsolicited('mallory'));
      const page = await invited(client, unsolicited());
      await refused(
        click(client, { ...page, SAMLResponse: theirs.SAMLResponse }),
        'invitation_unknown',
      );
    });

    it('after five minutes', async () => {
      const client = product.client('acme');
      const page = await invited(client, unsolicited());
      clock.atMs += 301_000;
      await refused(click(client, page), 'invitation_unknown');
    });

    it('that brings a response to a request of ours', async () => {
      const client = product.client('acme');
      const page = await invited(client, unsolicited());
      const solicited = answerTo('_5d0c7f0a9be14f6c8f3e2a1b4c6d7e8f9a0b1c2d');
      await refused(
        click(client, { ...page, SAMLResponse: solicited.base64 }),
        'invitation_unknown',
      );
    });

    it('once the connection has it off, or wants everybody to authenticate anew', async () => {
      const client = product.client('acme');
      for (const setting of ['idp_initiated=off', 'force_authn=on']) {
        await set('idp_initiated=confirm', 'force_authn=off');
        const page = await invited(client, unsolicited());
        await set(setting);
        await refused(click(client, page), 'invitation_unknown');
      }
    });
  });

  it.each(['idp_initiated=off', 'force_authn=on'])(
    'starts one of our own with %s',
    async (setting) => {
      await set(setting);
      const answer = await postResponse(product.client('acme'), unsolicited());
      expect(answer.status).toBe(303);
      expect(answer.headers.location).toBe('/site/login?bounced=1');
    },
  );
});

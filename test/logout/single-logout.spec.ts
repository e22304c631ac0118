import { inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConnectionsService } from '../../src/connections/index.js';
import { Transactions } from '../../src/database/index.js';
import { databases } from '../support/databases.js';
import type { Answer, HttpClient } from '../support/http-client.js';
import { SESSION_COOKIE, SLO_PATH } from '../support/paths.js';
import {
  BY_TEST,
  createLiveTenant,
  type IdpOptions,
  type LiveTenant,
  type Product,
  StandingClock,
  startProduct,
} from '../support/product.js';
import { ACME } from '../support/saml/index.js';
import {
  aLogoutRequest,
  aLogoutResponse,
  type LogoutOptions,
  redirectQuery,
  type RedirectOptions,
} from '../support/saml/logout.js';
import { addressedTo, signIn } from '../support/sign-in.js';

const SLO = 'https://login.microsoftonline.com/6f1b2c3d-1111-4a4a-8b8b-0a1b2c3d4e5f/saml2';
const OTHER_IDP = 'https://idp.example/entity';

function service(binding: string, location: string, more = ''): string {
  return `<SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:${binding}" Location="${location}"${more}/>`;
}

interface World extends LiveTenant {
  readonly sloUrl: string;
  readonly entityId: string;
  browser(): HttpClient;
  signIn(client: HttpClient, nameId?: string, sessionIndex?: string): Promise<string>;
  logout(
    client: HttpClient,
    options?: Partial<LogoutOptions>,
    redirect?: RedirectOptions,
  ): Promise<Answer>;
  isSignedIn(client: HttpClient): Promise<boolean>;
  events(): Promise<{ type: string; outcome: string; reason: string | null; details: string }[]>;
}

describe.each(databases)('Single Logout on $kind', (kind) => {
  let product: Product;
  let count = 0;

  beforeAll(async () => {
    product = await startProduct(kind, { clock: new StandingClock(ACME.nowMs) });
  });
  afterAll(() => product.close());

  async function world(
    idp: IdpOptions = { singleLogoutServices: service('HTTP-Redirect', SLO) },
  ): Promise<World> {
    count += 1;
    const subdomain = `slo-${count.toString()}`;
    const live = await createLiveTenant(product, subdomain, idp);
    const sloUrl = `https://${subdomain}.imagencloud.com${SLO_PATH}`;
    const issuer = live.connection.idpEntityId;
    return {
      ...live,
      sloUrl,
      entityId: `https://${subdomain}.imagencloud.com/sp-entityid`,
      browser: () => product.client(subdomain),
      async signIn(client, nameId = 'B.Simon@acme.example', sessionIndex) {
        const { response, answer } = await signIn(client, {
          ...addressedTo(subdomain),
          nowMs: ACME.nowMs,
          nameId,
          idpEntityId: issuer,
          ...(sessionIndex === undefined ? {} : { sessionIndex }),
        });
        expect(answer.status).toBe(303);
        return sessionIndex ?? response.assertionId;
      },
      logout: (client, options = {}, redirect = {}) =>
        client.get(
          `${SLO_PATH}?${redirectQuery(aLogoutRequest({ destination: sloUrl, issuer, ...options }), redirect)}`,
        ),
      isSignedIn: async (client) => (await client.get('/site/login')).headers.location === '/site',
      events: () =>
        product.query(
          "SELECT type, outcome, reason, details FROM audit_events WHERE tenant_id = ? AND type IN ('sign_out', 'single_logout') ORDER BY id",
          [live.tenant.id],
        ),
    };
  }

  async function signOut(client: HttpClient): Promise<Answer> {
    const form = await client.get('/site/logout');
    const token = /name="token" value="([^"]+)"/.exec(form.text)?.[1] ?? '';
    return client.postSameOrigin('/site/logout', { token });
  }

  function sent(answer: Answer): { url: URL; xml: string } {
    const url = new URL(
      answer.headers['refresh']?.toString().replace('0; url=', '') ?? 'about:blank',
    );
    const encoded = url.searchParams.get('SAMLRequest') ?? '';
    return { url, xml: inflateRawSync(Buffer.from(encoded, 'base64')).toString() };
  }

  describe('that the IdP starts', () => {
    it('ends the session of the index, in an iframe without any cookie, and no other', async () => {
      const w = await world();
      const [one, two, iframe] = [w.browser(), w.browser(), w.browser()];
      const index = await w.signIn(one);
      await w.signIn(two);
      const answer = await w.logout(iframe, { sessionIndexes: [index] }, { style: 'entra' });
      expect(answer.status).toBe(200);
      expect(answer.headers['x-frame-options']).toBeUndefined();
      expect(answer.headers['content-security-policy']).not.toContain('frame-ancestors');
      expect([await w.isSignedIn(one), await w.isSignedIn(two)]).toEqual([false, true]);
      const events = await w.events();
      expect(events.map(({ type, outcome }) => `${type} ${outcome}`).toSorted()).toEqual([
        'sign_out done',
        'single_logout accepted',
      ]);
      expect(events.find(({ type }) => type === 'sign_out')?.details).toContain(
        '"initiator":"idp"',
      );
    });

    it('without an index ends all sessions of the subject, and nobody else’s', async () => {
      const w = await world();
      const [one, two, other] = [w.browser(), w.browser(), w.browser()];
      await w.signIn(one);
      await w.signIn(two);
      await w.signIn(other, 'someone.else@acme.example');
      expect((await w.logout(w.browser())).status).toBe(200);
      expect(await Promise.all([one, two, other].map((client) => w.isSignedIn(client)))).toEqual([
        false,
        false,
        true,
      ]);
      expect((await w.events()).filter(({ type }) => type === 'sign_out')).toHaveLength(2);
    });

    it('finds a session of Entra’s by its index, whatever the name ID has become', async () => {
      const w = await world();
      const client = w.browser();
      const index = await w.signIn(client);
      await w.logout(w.browser(), { sessionIndexes: [index], nameId: 'pairwise-value' });
      expect(await w.isSignedIn(client)).toBe(false);
    });

    it('of an IdP that counts per person ends only the subject’s session of that index', async () => {
      const w = await world({ entityId: OTHER_IDP });
      const [simon, other] = [w.browser(), w.browser()];
      await w.signIn(simon, 'B.Simon@acme.example', '1');
      await w.signIn(other, 'someone.else@acme.example', '1');
      await w.logout(w.browser(), { sessionIndexes: ['1'] });
      expect([await w.isSignedIn(simon), await w.isSignedIn(other)]).toEqual([false, true]);
    });

    it('of an index that we do not know succeeds, and ends nothing', async () => {
      const w = await world();
      const client = w.browser();
      await w.signIn(client);
      expect((await w.logout(w.browser(), { sessionIndexes: ['unknown'] })).status).toBe(200);
      expect(await w.isSignedIn(client)).toBe(true);
      expect((await w.events())[0]?.details).toContain('"sessionsEnded":0');
    });

    it('clears the cookies of the browser whose session it was, where they came along', async () => {
      const w = await world();
      const client = w.browser();
      const index = await w.signIn(client);
      await w.logout(client, { sessionIndexes: [index] });
      expect(client.cookie(SESSION_COOKIE)).toBeUndefined();
    });

    it('is answered with a LogoutResponse where the IdP is not Entra, at its ResponseLocation', async () => {
      const services = service(
        'HTTP-Redirect',
        'https://idp.example/slo',
        ' ResponseLocation="https://idp.example/slo-done?x=1"',
      );
      const w = await world({ entityId: OTHER_IDP, singleLogoutServices: services });
      const answer = await w.logout(w.browser(), { id: '_question' }, { relayState: 'a b&c' });
      const url = new URL(answer.headers.location ?? 'about:blank');
      expect([answer.status, url.origin + url.pathname]).toEqual([
        303,
        'https://idp.example/slo-done',
      ]);
      expect(url.searchParams.get('RelayState')).toBe('a b&c');
      const xml = inflateRawSync(
        Buffer.from(url.searchParams.get('SAMLResponse') ?? '', 'base64'),
      ).toString();
      expect(xml).toContain('InResponseTo="_question"');
      expect(xml).toContain('status:Success');
    });

    it('is answered as the connection says', async () => {
      const w = await world();
      await product
        .get(Transactions)
        .run((tx) =>
          product
            .get(ConnectionsService)
            .update(tx, w.tenant.id, w.connection.id, { sloAnswer: 'response' }, BY_TEST),
        );
      const answer = await w.logout(w.browser());
      expect([answer.status, answer.headers.location?.startsWith(`${SLO}?SAMLResponse=`)]).toEqual([
        303,
        true,
      ]);
    });
  });

  describe('that starts here', () => {
    it('ends our session first, says so, and goes on to the IdP with the name ID as it was given', async () => {
      const w = await world();
      const client = w.browser();
      const index = await w.signIn(client);
      const answer = await signOut(client);
      expect(answer.status).toBe(200);
      expect(answer.text).toContain('You are signed out');
      const { url, xml } = sent(answer);
      expect(url.origin + url.pathname).toBe(SLO);
      expect(xml).toContain('>B.Simon@acme.example</saml:NameID>');
      expect(xml).toContain(`<samlp:SessionIndex>${index}</samlp:SessionIndex>`);
      expect(xml).toContain(`>${w.entityId}</saml:Issuer>`);
      expect(await w.isSignedIn(client)).toBe(false);
    });

    it.each([
      ['urn:oasis:names:tc:SAML:2.0:status:Success', 'confirms', 'accepted'],
      ['urn:oasis:names:tc:SAML:2.0:status:Responder', 'did not confirm', 'refused'],
    ])('shows what the IdP answers: %s', async (status, words, outcome) => {
      const w = await world();
      const client = w.browser();
      await w.signIn(client);
      const inResponseTo = / ID="([^"]+)"/.exec(sent(await signOut(client)).xml)?.[1] ?? '';
      const xml = aLogoutResponse({ destination: w.sloUrl, inResponseTo, status });
      const query = redirectQuery(xml, { style: 'entra' });
      const answer = await client.get(`${SLO_PATH}?${query}`);
      expect([answer.status, answer.text.includes(words)]).toEqual([200, true]);
      expect((await w.events()).at(-1)).toMatchObject({ type: 'single_logout', outcome });
      const again = await client.get(`${SLO_PATH}?${query}`);
      expect([again.status, again.headers.location]).toEqual([303, '/site/logout']);
    });

    it('takes no unsigned answer for a confirmation', async () => {
      const w = await world();
      const client = w.browser();
      await w.signIn(client);
      const inResponseTo = / ID="([^"]+)"/.exec(sent(await signOut(client)).xml)?.[1] ?? '';
      const xml = aLogoutResponse({ destination: w.sloUrl, inResponseTo });
      const answer = await client.get(`${SLO_PATH}?${redirectQuery(xml, { key: null })}`);
      expect(answer.text).toContain('did not confirm');
      expect((await w.events()).at(-1)).toMatchObject({ reason: 'logout_signature_missing' });
    });

    it('takes no answer to the request of another browser', async () => {
      const w = await world();
      const [one, two] = [w.browser(), w.browser()];
      await w.signIn(one);
      await w.signIn(two);
      const inResponseTo = / ID="([^"]+)"/.exec(sent(await signOut(one)).xml)?.[1] ?? '';
      const query = redirectQuery(aLogoutResponse({ destination: w.sloUrl, inResponseTo }));
      const answer = await two.get(`${SLO_PATH}?${query}`);
      expect([answer.status, answer.headers.location]).toEqual([303, '/site/logout']);
      expect((await w.events()).at(-1)).toMatchObject({ reason: 'logout_response_unknown' });
      expect(await w.isSignedIn(two)).toBe(true);
    });

    it('stays here where the connection has it switched off, or the IdP no address', async () => {
      const off = await world();
      await product
        .get(Transactions)
        .run((tx) =>
          product
            .get(ConnectionsService)
            .update(tx, off.tenant.id, off.connection.id, { singleLogout: 'off' }, BY_TEST),
        );
      for (const w of [off, await world({})]) {
        const client = w.browser();
        await w.signIn(client);
        const answer = await signOut(client);
        expect([answer.status, answer.headers.location]).toEqual([303, '/site/logout']);
        expect(await w.isSignedIn(client)).toBe(false);
      }
    });

    it('goes by a form where the IdP takes HTTP-POST only', async () => {
      const w = await world({
        singleLogoutServices: service('HTTP-POST', 'https://idp.example/slo'),
      });
      const client = w.browser();
      await w.signIn(client);
      const answer = await signOut(client);
      expect(answer.text).toContain('action="https://idp.example/slo"');
      expect(answer.headers['content-security-policy']).toContain('https://idp.example');
      expect(await w.isSignedIn(client)).toBe(false);
    });
  });
});

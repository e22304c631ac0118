import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { BrowserContext, Page } from 'playwright-core';
import { SESSION_FIELD } from '../../src/pages/components/end-session-form.js';
import { ConnectionsService, readConnectionSettings } from '../../src/connections/index.js';
import { Transactions } from '../../src/database/index.js';
import { paths, TOKEN_FIELD } from '../../src/pages/index.js';
import { databases } from '../support/databases.js';
import { ACS_PATH, SESSION_COOKIE, SLO_PATH } from '../support/paths.js';
import { BY_TEST } from '../support/product.js';
import { routesOf } from '../support/routes.js';
import { aForeignKey } from '../support/saml/index.js';
import { aLogoutRequest, redirectQuery } from '../support/saml/logout.js';
import { answerTo, postResponse, startSignIn } from '../support/sign-in.js';
import {
  ACME_ORIGIN,
  ATTACK_PAGE,
  GLOBEX_ORIGIN,
  openTenantsWorld,
  type TenantsWorld,
  VICTIM,
} from './tenants-world.js';

const [sqlite] = databases;
const ROUND_MS = 600_000;
const LEFT_MS = 10_000;
const READING = ['audit.read', 'audit.exported'];

/** Sister hosts are same-site: the browser sends the victim's cookies along with whatever a page of the other tenant does. */
describe('a page of another tenant, opened by an administrator of acme,', () => {
  let world: TenantsWorld;
  let context: BrowserContext;
  let page: Page;
  let victim: { readonly id: string; readonly sessionId: string; readonly token: string };

  beforeAll(async () => {
    if (!sqlite) throw new Error('no database');
    world = await openTenantsWorld(sqlite);
  });
  afterAll(() => world.close());

  beforeEach(async () => {
    world.tossed = [];
    ({ context, page } = await world.victimSignedIn());
    await page.goto(`${ACME_ORIGIN}/site/sessions`);
    const token = await page.locator(`input[name=${TOKEN_FIELD}]`).first().inputValue();
    const [session] = await world.product.query<{ id: string; userId: string }>(
      'SELECT id AS id, user_id AS userId FROM sessions ORDER BY id DESC LIMIT 1',
    );
    victim = { id: session?.userId ?? '', sessionId: session?.id ?? '', token };
    world.arrived.length = 0;
  });
  afterEach(() => context.close());

  /** Everything that is kept, but for the record of requests itself and when a session was last used. */
  const kept = async (): Promise<Record<string, unknown>> => {
    const tables = await world.product.query<{ name: string }>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('audit_events', 'sqlite_sequence')",
    );
    const contents: Record<string, unknown> = {};
    for (const { name } of tables) {
      const rows = await world.product.query<Record<string, unknown>>(`SELECT * FROM ${name}`);
      contents[name] = rows.map((row) => ({ ...row, last_seen_at_ms: null }));
    }
    return contents;
  };
  const lastEvent = async (): Promise<string> =>
    (
      await world.product.query<{ id: string }>(
        'SELECT id AS id FROM audit_events ORDER BY id DESC LIMIT 1',
      )
    )[0]?.id ?? '';
  /** What was recorded since as done or accepted. */
  const deedsSince = (id: string, allowed: readonly string[] = []): Promise<unknown[]> =>
    world.product.query(
      `SELECT type AS type, outcome AS outcome, reason AS reason FROM audit_events
        WHERE id > ? AND outcome NOT IN ('refused', 'redirected') AND type NOT IN (${allowed.map((type) => `'${type}'`).join()})`,
      [id],
    );
  const whoIsIn = async (): Promise<string | null> => {
    const tab = await context.newPage();
    const answer = await tab.goto(`${ACME_ORIGIN}/site/session`);
    const text = (await answer?.text()) ?? '';
    await tab.close();
    return answer?.status() === 200 ? (JSON.parse(text) as { user: { id: string } }).user.id : null;
  };
  /** Runs a script in the attacker's page. */
  const run = <T>(script: string): Promise<T> => page.evaluate(script);
  const attack = (path: string, fields: Readonly<Record<string, string>>): Promise<string[]> =>
    run(`attack(${JSON.stringify(ACME_ORIGIN + path)}, ${JSON.stringify(fields)})`);
  /** A form that takes the whole tab along. */
  const leave = async (path: string, method: string, fields: Readonly<Record<string, string>>) => {
    await page.goto(ATTACK_PAGE);
    const [url, encoding] = [ACME_ORIGIN + path, 'application/x-www-form-urlencoded'];
    const left = Promise.any([
      page.waitForEvent('framenavigated', { timeout: LEFT_MS }),
      page.waitForEvent('download', { timeout: LEFT_MS }),
    ]);
    await run(
      `formTo(${[url, method, encoding].map((word) => JSON.stringify(word)).join()}, ${JSON.stringify(fields)}, '_self')`,
    );
    await left;
    await page.waitForLoadState();
  };
  /** Even the victim's own token, which no other page can know, is not enough. */
  const FIELDS = (): Readonly<Record<string, string>>[] => [
    { [TOKEN_FIELD]: victim.token },
    { [TOKEN_FIELD]: victim.token, [SESSION_FIELD]: victim.sessionId },
  ];

  it(
    'changes nothing by any route, form, frame or fetch, and reads nothing',
    async () => {
      const paths = new Set(
        routesOf(world.product).map(({ path }) =>
          path.replace(':id', victim.id).replace(/:\w+/g, 'x'),
        ),
      );
      expect(paths.size).toBeGreaterThan(20);
      const before = await kept();
      for (const path of paths) {
        const event = await lastEvent();
        await page.goto(ATTACK_PAGE);
        for (const fields of FIELDS())
          expect([path, await attack(path, fields)]).toEqual([path, []]);
        expect([path, await deedsSince(event)]).toEqual([path, []]);
        for (const method of ['post', 'get']) await leave(path, method, { ...FIELDS()[1] });
        // Whoever follows a link reads, and that is on the record as ever.
        expect([path, await deedsSince(event, READING)]).toEqual([path, []]);
        expect([path, await kept()]).toEqual([path, before]);
        expect([path, await whoIsIn()]).toEqual([path, victim.id]);
      }
      // The cookies did come along: nothing but our own checks stood in the way.
      const attacks = world.arrived.filter(({ fetchSite }) => fetchSite === 'same-site');
      expect(
        attacks.filter(({ method, hasSession }) => method === 'POST' && hasSession).length,
      ).toBeGreaterThan(paths.size * 10);
    },
    ROUND_MS,
  );

  it('cannot show a page of acme in a frame', async () => {
    await page.goto(ATTACK_PAGE);
    for (const path of ['/site', '/site/logout', '/site/sessions', `/admin/users/${victim.id}`]) {
      await run(`frame((iframe) => (iframe.src = ${JSON.stringify(ACME_ORIGIN + path)}))`);
    }
    const shown = page.frames().slice(1);
    expect(shown).toHaveLength(4);
    for (const frame of shown) await frame.waitForURL((url) => url.protocol !== 'about:');
    for (const frame of shown) expect(frame.url()).toBe('chrome-error://chromewebdata/');
  });

  it('does what acme’s own page may do only from acme’s own page', async () => {
    const [fields] = FIELDS();
    await leave('/site/logout', 'post', fields ?? {});
    expect(await whoIsIn()).toBe(victim.id);
    await page.goto(`${ACME_ORIGIN}/site/logout`);
    await page.locator('main').getByRole('button').click();
    await page.waitForLoadState();
    expect(await whoIsIn()).toBeNull();
  });

  it('sets no cookie of ours, by script or by answer, whatever its spelling', async () => {
    const other = await world.browser();
    const theirs = await other.newPage();
    await theirs.goto(`${ACME_ORIGIN}/site/login`);
    await theirs.waitForURL(`${ACME_ORIGIN}/site`);
    const cookies = await other.cookies(ACME_ORIGIN);
    const session = cookies.find(({ name }) => name === SESSION_COOKIE)?.value ?? '';
    await other.close();
    const domain = 'Domain=imagencloud.com; Secure';
    const lines = [SESSION_COOKIE, SESSION_COOKIE.toUpperCase(), SESSION_COOKIE.slice(7)].flatMap(
      (name) => [
        `${name}=${session}; ${domain}; Path=/`,
        `${name}=${session}; ${domain}; Path=/site`,
        `=${name}=${session}; ${domain}; Path=/site`, // a nameless one arrives as if it had that name
        `${name}; ${domain}; Path=/`,
      ],
    );
    world.tossed = lines;
    await page.goto(ATTACK_PAGE);
    for (const line of lines) await run(`document.cookie = ${JSON.stringify(line)}`);
    const [before, event] = [await kept(), await lastEvent()];
    for (const path of ['/site', '/site/session', '/site/login']) await leave(path, 'get', {});
    expect(await whoIsIn()).toBe(victim.id);
    expect(await deedsSince(event)).toEqual([]);
    expect(await kept()).toEqual(before);
    const [held] = (await context.cookies(ACME_ORIGIN)).filter(
      ({ name }) => name === SESSION_COOKIE,
    );
    expect(held?.value.startsWith(victim.sessionId)).toBe(true);
  });

  it('can at most make her sign in again by filling up the cookie jar', async () => {
    world.tossed = [];
    await page.goto(ATTACK_PAGE);
    await run(
      'for (let n = 0; n < 400; n += 1) document.cookie = `c${n}=1; Domain=imagencloud.com; Secure; Path=/`',
    );
    const before = await kept();
    expect([victim.id, null]).toContain(await whoIsIn());
    expect(await kept()).toEqual(before);
  });

  it('signs nobody out with a LogoutRequest that acme’s IdP did not sign', async () => {
    const [row] = await world.product.query<{ nameId: string; sessionIndex: string }>(
      'SELECT name_id AS nameId, session_index AS sessionIndex FROM sessions WHERE id = ?',
      [victim.sessionId],
    );
    const xml = aLogoutRequest({
      destination: ACME_ORIGIN + SLO_PATH,
      nowMs: Date.now(),
      nameId: row?.nameId ?? '',
      sessionIndexes: [row?.sessionIndex ?? ''],
    });
    const before = await kept();
    for (const key of [null, aForeignKey(), world.globexIdpKey]) {
      const query = redirectQuery(xml, { key });
      await page.goto(ATTACK_PAGE);
      await attack(`${SLO_PATH}?${query}`, {});
      await leave(SLO_PATH, 'get', Object.fromEntries(new URLSearchParams(query)));
      await leave(SLO_PATH, 'post', { SAMLRequest: Buffer.from(xml).toString('base64') });
      expect(await kept()).toEqual(before);
      expect(await whoIsIn()).toBe(victim.id);
    }
  });

  describe.each([
    { whose: 'that waits for it in the attacker’s own browser', isAwaited: true },
    { whose: 'that nobody asked for', isAwaited: false },
  ])('with a genuine response for the attacker’s account, $whose,', ({ isAwaited }) => {
    const forge = async () => {
      const attacker = world.product.client('acme');
      const { requestId } = await startSignIn(attacker);
      const name = attacker.cookieNames().find((each) => each.includes('attempt')) ?? '';
      const { base64 } = answerTo(isAwaited ? requestId : null, { objectId: 'attacker' });
      // The attacker's attempt beside it, so that the response finds what it answers.
      world.tossed = [
        `${name}=${attacker.cookie(name) ?? ''}; Domain=imagencloud.com; Secure; Path=/`,
      ];
      return { SAMLResponse: base64 };
    };

    it('changes nothing for her who is signed in', async () => {
      const fields = await forge();
      const [users, sessions] = [(await kept())['users'], (await kept())['sessions']];
      await page.goto(ATTACK_PAGE);
      await attack(ACS_PATH, fields);
      await leave(ACS_PATH, 'post', fields);
      expect(await whoIsIn()).toBe(victim.id);
      expect((await kept())['users']).toEqual(users);
      expect((await kept())['sessions']).toEqual(sessions);
    });

    it('signs nobody in as the attacker who was signed out', async () => {
      await context.clearCookies();
      await page.goto(GLOBEX_ORIGIN);
      const fields = await forge();
      await leave(ACS_PATH, 'post', fields);
      expect([null, victim.id]).toContain(await whoIsIn()); // her own IdP may sign her in again
      const rows = await world.product.query('SELECT id FROM users WHERE stable_id <> ?', [VICTIM]);
      expect(rows).toEqual([]);
    });
  });

  it('accepts no invitation in her name, where acme takes sign-ins that the IdP starts', async () => {
    const { tenant, connection } = world.acme;
    const settings = readConnectionSettings(['idp_initiated=confirm', 'force_authn=off']);
    await world.product
      .get(Transactions)
      .run((tx) =>
        world.product
          .get(ConnectionsService)
          .update(tx, tenant.id, connection.id, settings, BY_TEST),
      );
    const attacker = world.product.client('acme');
    const response = answerTo(null, { objectId: 'attacker' });
    const { text } = await postResponse(attacker, response);
    const RelayState = /name="RelayState" value="([^"]+)"/.exec(text)?.[1] ?? '';
    const name = attacker.cookieNames().find((each) => each.includes('invitation')) ?? '';
    world.tossed = [
      `${name}=${attacker.cookie(name) ?? ''}; Domain=imagencloud.com; Secure; Path=/`,
    ];
    const { users, sessions } = await kept();
    for (const { base64: SAMLResponse } of [response, answerTo(null, { objectId: 'attacker' })]) {
      await leave(ACS_PATH, 'post', { SAMLResponse });
      expect(await page.locator(`form[action="${paths.acceptInvitation}"]`).count()).toBe(1);
      await page.goto(ATTACK_PAGE);
      await attack(paths.acceptInvitation, { SAMLResponse, RelayState });
      await leave(paths.acceptInvitation, 'post', { SAMLResponse, RelayState });
      expect(await whoIsIn()).toBe(victim.id);
    }
    expect(await kept()).toMatchObject({ users, sessions });
  });

  it('takes a sign-in that the IdP starts by the click of whoever it is shown to', async () => {
    const other = await world.browser();
    const tab = await other.newPage();
    const { base64 } = answerTo(null, { objectId: 'somebody' });
    // A blank page has an origin of its own: to acme it is another site, as the IdP's is.
    await tab.setContent(
      `<form method="post" action="${ACME_ORIGIN + ACS_PATH}"><input name="SAMLResponse" value="${base64}"><button>Go</button></form>`,
    );
    await tab.getByRole('button').click();
    await tab.locator(`form[action="${paths.acceptInvitation}"] button`).click();
    await tab.waitForURL(`${ACME_ORIGIN}/site`);
    const posts = world.arrived.filter(({ method }) => method === 'POST').slice(-2);
    expect(posts.map(({ fetchSite }) => fetchSite)).toEqual(['cross-site', 'same-origin']);
    await other.close();
  });
});

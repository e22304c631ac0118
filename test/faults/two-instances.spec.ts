import { freePort } from '../support/free-port.js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databases } from '../support/databases.js';
import type { Answer, HttpClient } from '../support/http-client.js';
import { SESSION_COOKIE } from '../support/paths.js';
import { until } from '../support/until.js';
import { type Product, StandingClock, startProduct } from '../support/product.js';
import { sessionsByAssertion, violationsIn } from './records.js';
import { type Acme, aDatabaseWithAcme, inspect, ServedProduct } from './served-product.js';
import { sessionIdOf, SignInPost } from './sign-in-post.js';

const POSTS = 50;
const START_MS = 60_000;
const REVOKED_WITHIN_MS = 5_000;

/** ASVS 6.8.3, with nothing shared but the database. */
describe.each(databases)('two instances on one database, $kind', (kind) => {
  let acme: Acme;
  let instances: ServedProduct[];

  const startBoth = async (): Promise<void> => {
    const ports = [await freePort(), await freePort()];
    instances = await Promise.all(ports.map((port) => ServedProduct.start(acme, port)));
  };

  beforeAll(async () => {
    acme = await aDatabaseWithAcme(kind);
    await startBoth();
  }, START_MS);

  afterAll(async () => {
    await Promise.all(instances.map((instance) => instance.kill()));
    await acme.drop();
  });

  const instance = (n: number): ServedProduct => {
    const found = instances[n % instances.length];
    if (!found) throw new Error('no instance runs');
    return found;
  };
  const prepare = (): Promise<SignInPost> => SignInPost.prepare(instance(0).client());
  const postAtOnce = (signIn: SignInPost): Promise<Answer[]> =>
    Promise.all(Array.from({ length: POSTS }, (_, n) => signIn.post(instance(n).client())));
  const statusesOf = (answers: readonly Answer[]): number[] =>
    answers.map(({ status }) => status).toSorted((a, b) => a - b);
  const ONCE = [303, ...Array<number>(POSTS - 1).fill(403)];
  const NEVER = Array<number>(POSTS).fill(403);

  it(
    `let one of ${POSTS} posts of one response in, whichever it reaches, and none after a restart`,
    async () => {
      const signIns = [await prepare(), await prepare(), await prepare()];
      for (const signIn of signIns) expect(statusesOf(await postAtOnce(signIn))).toEqual(ONCE);
      await Promise.all(instances.map((each) => each.stop()));
      await startBoth();
      for (const signIn of signIns) expect(statusesOf(await postAtOnce(signIn))).toEqual(NEVER);
      await inspect(kind, acme, async (product) => {
        const sessions = await sessionsByAssertion(product);
        for (const { response } of signIns)
          expect(sessions.get(response.assertionId)?.length).toBe(1);
        expect(await violationsIn(product)).toEqual({});
        const rows = await product.query<{ n: number | string }>(
          "SELECT count(*) AS n FROM audit_events WHERE type = 'sign_in'",
        );
        expect(Number(rows[0]?.n)).toBe(signIns.length * 2 * POSTS); // every attempt is on the record
      });
    },
    START_MS,
  );

  it(
    'make one user of a person who signs in at both for the first time',
    async () => {
      const objectId = 'newcomer';
      const browsers = await Promise.all(
        Array.from({ length: 10 }, () => SignInPost.prepare(instance(0).client(), { objectId })),
      );
      const answers = await Promise.all(
        browsers.map((signIn, n) => signIn.post(instance(n).client())),
      );
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 303));
      expect(new Set(answers.map(sessionIdOf)).size).toBe(answers.length);
      await inspect(kind, acme, async (product) => {
        const sql = 'SELECT id FROM users WHERE stable_id = ?';
        expect(await product.query(sql, [objectId])).toHaveLength(1);
        expect(await violationsIn(product)).toEqual({});
      });
    },
    START_MS,
  );

  it(
    'refuse within five seconds whoever signed out at the other',
    async () => {
      const browsers = await Promise.all(
        Array.from({ length: 5 }, async (_, n) => {
          const here = instance(0).client();
          const signIn = await SignInPost.prepare(here, { objectId: `leaver-${n.toString()}` });
          expect((await signIn.post(here)).status).toBe(303);
          const there = instance(1).client();
          there.setCookie(SESSION_COOKIE, here.cookie(SESSION_COOKIE) ?? '');
          return { here, there };
        }),
      );
      const isIn = async (client: HttpClient) => (await client.get('/site/session')).status === 200;
      for (const { there } of browsers) expect(await isIn(there)).toBe(true);
      for (const { here } of browsers) {
        const form = await here.get('/site/logout');
        const token = / name="token" value="([^"]+)"/.exec(form.text)?.[1] ?? '';
        expect((await here.postSameOrigin('/site/logout', { token })).status).toBe(303);
      }
      const signedOutAtMs = performance.now();
      for (const { there } of browsers)
        await until('refused', async () => ((await isIn(there)) ? null : true), REVOKED_WITHIN_MS);
      expect(performance.now() - signedOutAtMs).toBeLessThan(REVOKED_WITHIN_MS);
    },
    START_MS,
  );
});

describe.each(databases)('two instances whose clocks differ, on $kind', (kind) => {
  const clock = new StandingClock(Date.now());
  const lateClock = new StandingClock(clock.atMs);
  let acme: Acme;
  let ahead: Product;
  let late: Product;

  beforeAll(async () => {
    acme = await aDatabaseWithAcme(kind);
    ahead = await startProduct(kind, { databaseUrl: acme.databaseUrl, clock });
    late = await startProduct(kind, { databaseUrl: acme.databaseUrl, clock: lateClock });
  }, START_MS);

  afterAll(async () => {
    await ahead.close();
    await late.close();
    await acme.drop();
  });

  it.each([
    { seconds: 0, status: 303 },
    { seconds: 3, status: 303 },
    { seconds: 60, status: 303 },
    { seconds: 61, status: 403 }, // a clock that is wrong, not one that differs
  ])('by $seconds s finish each other’s sign-ins: $status', async ({ seconds, status }) => {
    lateClock.atMs = clock.atMs - seconds * 1000;
    const signIn = await SignInPost.prepare(ahead.client('acme'), { nowMs: clock.atMs });
    expect((await signIn.post(late.client('acme'))).status).toBe(status);
  });
});

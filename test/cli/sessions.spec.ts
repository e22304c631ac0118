import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ChangeFeed } from '../../src/audit/index.js';
import { databases, type TestDatabase } from '../support/databases.js';
import { SESSION_COOKIE } from '../support/paths.js';
import { createLiveTenant, type Product, startProduct } from '../support/product.js';
import { addressedTo, signIn } from '../support/sign-in.js';
import { runWith } from './cli-world.js';

describe.each(databases)('sessions and the command line on $kind', (kind) => {
  let home: TestDatabase;
  let product: Product;

  beforeAll(async () => {
    home = await kind.create();
    product = await startProduct(kind, { databaseUrl: home.url });
    await createLiveTenant(product, 'acme');
  });

  afterAll(async () => {
    await product.close();
    await home.drop();
  });

  const run = (...args: string[]) =>
    runWith(
      {
        NODE_ENV: 'test',
        DATABASE_URL: home.url,
        SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
      },
      args,
    );
  const must = async (...args: string[]): Promise<unknown> => {
    const ran = await run(...args, '--json');
    if (ran.code !== 0) throw new Error(ran.err);
    return ran.json();
  };
  const signedIn = async (objectId: string) => {
    const client = product.client('acme');
    expect((await signIn(client, { objectId })).answer.status).toBe(303);
    const { user } = (await client.get('/site/session')).json() as { user: { id: string } };
    const isIn = async () => (await client.get('/site/session')).status === 200;
    return {
      userId: user.id,
      sessionId: (client.cookie(SESSION_COOKIE) ?? '').slice(0, 36),
      isIn,
    };
  };
  const events = (userId: string) =>
    product.query<{ actor_kind: string; actor_label: string; details: string }>(
      "SELECT actor_kind, actor_label, details FROM audit_events WHERE type = 'session.revoked' AND (person_id = ? OR person_id IS NULL)",
      [userId],
    );
  const poll = () => product.get(ChangeFeed).poll();

  it('are listed with their person, and one is ended by its id, once', async () => {
    const [here, there] = [await signedIn('sam'), await signedIn('sam')];
    const listed = (await must('session', 'list', 'acme', '--user', here.userId)) as {
      id: string;
      user: { id: string };
    }[];
    expect(listed.map(({ id }) => id).toSorted()).toEqual(
      [here.sessionId, there.sessionId].toSorted(),
    );
    expect(listed[0]?.user.id).toBe(here.userId);
    expect((await run('session', 'list', 'acme')).out).toContain(there.sessionId);

    expect(await must('session', 'revoke', 'acme', there.sessionId)).toEqual({ revoked: 1 });
    await poll();
    expect([await here.isIn(), await there.isIn()]).toEqual([true, false]);
    expect(await events(here.userId)).toMatchObject([{ actor_kind: 'cli', actor_label: 'ann' }]);
    expect(await must('session', 'list', 'acme', '--user', here.userId)).toMatchObject([
      { id: here.sessionId },
    ]);
    const again = await run('session', 'revoke', 'acme', there.sessionId);
    expect(again).toMatchObject({ code: 1, out: '' });
    expect(again.err).toMatch(/^[^\n]+over already[^\n]+\n$/);
    expect(await events(here.userId)).toHaveLength(1);
  });

  it('of one person end together, and nobody else’s', async () => {
    const [tom, tomAgain, uma] = [
      await signedIn('tom'),
      await signedIn('tom'),
      await signedIn('uma'),
    ];
    expect(await must('session', 'revoke', 'acme', '--user', tom.userId)).toEqual({ revoked: 2 });
    await poll();
    expect([await tom.isIn(), await tomAgain.isIn(), await uma.isIn()]).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('of a whole customer end by --all, and of no other customer', async () => {
    await createLiveTenant(product, 'initech');
    const elsewhere = product.client('initech');
    await signIn(elsewhere, addressedTo('initech'));
    const [vic, wyn] = [await signedIn('vic'), await signedIn('wyn')];
    const { out, code } = await run('session', 'revoke', 'acme', '--all');
    expect([code, out]).toEqual([0, expect.stringMatching(/^Ended \d+ sessions: /)]);
    await poll();
    expect([await vic.isIn(), await wyn.isIn()]).toEqual([false, false]);
    expect((await elsewhere.get('/site/session')).status).toBe(200);
    expect((await events(vic.userId)).at(-1)?.details).toContain('"all":true');
    expect((await run('session', 'list', 'acme')).out).toBe('Nobody is signed in.\n');
  });

  it.each([
    { words: [], code: 1 },
    { words: ['019ab123-0000-7000-8000-000000000001', '--all'], code: 1 },
    { words: ['--user', 'nobody@acme.example'], code: 1 },
    { words: ['019ab123-0000-7000-8000-000000000001'], code: 1 },
    { words: ['--user', 'x', '--all'], code: 2 },
  ])('are not ended by: session revoke acme $words', async ({ words, code }) => {
    const xan = await signedIn('xan');
    const ran = await run('session', 'revoke', 'acme', ...words);
    expect(ran).toMatchObject({ code, out: '' });
    expect(ran.err).toMatch(/^[^\n]+\n$/);
    expect(await xan.isIn()).toBe(true);
  });

  it('are not ended, nor seen, from another tenant', async () => {
    const yan = await signedIn('yan');
    expect(await must('session', 'list', 'initech')).toHaveLength(1);
    const ran = await run('session', 'revoke', 'initech', yan.sessionId);
    expect(ran).toMatchObject({ code: 1, out: '' });
    await poll();
    expect(await yan.isIn()).toBe(true);
  });
});

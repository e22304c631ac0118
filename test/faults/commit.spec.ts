import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Transactions } from '../../src/database/index.js';
import { TenantsService } from '../../src/tenants/index.js';
import { databases } from '../support/databases.js';
import type { Answer } from '../support/http-client.js';
import { ACS_PATH } from '../support/paths.js';
import { BY_TEST, type Product } from '../support/product.js';
import { aForeignKey, type ResponseOptions } from '../support/saml/index.js';
import { answerTo, postResponse } from '../support/sign-in.js';
import {
  type Fault,
  type FaultPlan,
  type FaultyWorld,
  openFaultyWorld,
} from './faulty-database.js';
import { sessionsByAssertion, violationsIn } from './records.js';
import { sessionIdOf, SignInPost } from './sign-in-post.js';

describe.each(databases)('a statement that fails in the middle of a sign-in, on $kind', (kind) => {
  let world: FaultyWorld;
  let product: Product;
  let plan: FaultPlan;
  let persons = 0;

  beforeAll(async () => {
    world = await openFaultyWorld(kind);
    ({ product, plan } = world);
  });

  afterAll(() => world.close());

  const browser = () => product.client('acme');
  /** A first sign-in of somebody with a new group: the transaction with the most statements. */
  const newcomer = (): Promise<SignInPost> => {
    persons += 1;
    const name = persons.toString();
    return SignInPost.prepare(browser(), { objectId: `person-${name}`, groups: [`group-${name}`] });
  };
  const statementsOfASignIn = async (): Promise<readonly string[]> => {
    expect((await (await newcomer()).post(browser())).status).toBe(303);
    return plan.statements;
  };

  it.each([
    { fault: 'deadlock', title: 'a deadlock: all of it runs again' },
    { fault: 'lock_wait', title: 'a lock that was waited for too long: all of it runs again' },
    {
      fault: 'not_done',
      title: 'a connection that breaks before it: done again, or nothing is kept',
    },
    { fault: 'done', title: 'a connection that breaks after it: known again, or nothing is kept' },
  ] as const)('$title', async ({ fault }) => {
    const statements = await statementsOfASignIn();
    expect(statements.length).toBeGreaterThan(10);
    for (const [at, sql] of statements.entries()) {
      const signIn = await newcomer();
      plan.arm(at, fault);
      const first = await signIn.post(browser());
      expect({ at, hasStruck: plan.hasStruck }).toEqual({ at, hasStruck: true });
      const isSolved = fault === 'deadlock' || fault === 'lock_wait' || sql === 'COMMIT';
      expect({ at, sql, status: first.status }).toEqual({ at, sql, status: isSolved ? 303 : 500 });
      const second = await signIn.post(browser());
      expect({ at, sql, status: second.status }).toEqual({ at, sql, status: isSolved ? 403 : 303 });
      const sessions = (await sessionsByAssertion(product)).get(signIn.response.assertionId);
      expect({ at, sessions }).toEqual({ at, sessions: [sessionIdOf(isSolved ? first : second)] });
    }
    expect(await violationsIn(product)).toEqual({});
  });

  it('leaves no open transaction behind where the ROLLBACK fails, too', async () => {
    const { length } = await statementsOfASignIn();
    for (const [at, fault] of [
      [length - 2, 'deadlock'],
      [length - 2, 'not_done'],
      [length - 1, 'not_done'],
    ] as const) {
      const signIn = await newcomer();
      plan.losesRollback = true;
      plan.arm(at, fault);
      await signIn.post(browser());
      plan.losesRollback = false;
      await signIn.post(browser());
      expect((await sessionsByAssertion(product)).get(signIn.response.assertionId)?.length).toBe(1);
    }
    expect(await violationsIn(product)).toEqual({});
  });

  it('is a failure page to the person, without a word of the database', async () => {
    const signIn = await newcomer();
    plan.arm(3, 'not_done');
    const answer = await signIn.post(browser());
    expect(answer.status).toBe(500);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(answer.text).toContain('</html>');
    expect(answer.text).not.toMatch(/injected|SQL|INSERT|IOERR|ECONN|PROTOCOL|typeorm/i);
  });

  it('ends with the outage: nothing is recorded in it, everything works after it', async () => {
    const signIn = await newcomer();
    plan.isAway = true;
    for (let n = 0; n < 3; n += 1) expect((await signIn.post(browser())).status).toBe(500);
    expect((await browser().get('/site/login')).status).toBe(500);
    plan.isAway = false;
    expect((await signIn.post(browser())).status).toBe(303);
    expect((await signIn.post(browser())).status).toBe(403);
    expect(await violationsIn(product)).toEqual({});
  });
});

describe.each(databases)('a refusal whose COMMIT fails, on $kind', (kind) => {
  let world: FaultyWorld;
  let product: Product;
  let plan: FaultPlan;

  beforeAll(async () => {
    world = await openFaultyWorld(kind);
    ({ product, plan } = world);
  });

  afterAll(() => world.close());

  const browser = () => product.client('acme');
  const prepared = (options: ResponseOptions = {}): Promise<SignInPost> =>
    SignInPost.prepare(browser(), options);
  const setJit = (jitEnabled: boolean) =>
    product.get(Transactions).run(async (tx) => {
      const tenants = product.get(TenantsService);
      const { id } = await tenants.getBySubdomain(tx, 'acme');
      await tenants.update(tx, id, { jitEnabled }, BY_TEST);
    });
  const refusals: readonly { reason: string; arrange: () => Promise<() => Promise<Answer>> }[] = [
    {
      reason: 'assertion_replayed',
      async arrange() {
        const signIn = await prepared();
        await signIn.post(browser());
        return () => signIn.post(browser());
      },
    },
    {
      reason: 'user_unknown',
      async arrange() {
        const signIn = await prepared({ objectId: 'stranger' });
        await setJit(false);
        return () => signIn.post(browser());
      },
    },
    {
      reason: 'signature_invalid',
      async arrange() {
        const signIn = await prepared({ key: aForeignKey() });
        return () => signIn.post(browser());
      },
    },
    {
      reason: 'attempt_unknown',
      arrange: () => Promise.resolve(() => postResponse(browser(), answerTo('_nobody'))),
    },
    {
      reason: 'unsolicited',
      arrange: () => Promise.resolve(() => postResponse(browser(), answerTo(null))),
    },
    {
      reason: 'response_missing',
      arrange: () =>
        Promise.resolve(() => browser().postCrossSite(ACS_PATH, { form: { RelayState: 'x' } })),
    },
  ];
  const faults: readonly Fault[] = ['deadlock', 'lock_wait', 'not_done', 'done'];

  it.each(refusals.flatMap((row) => faults.map((fault) => ({ ...row, fault }))))(
    '$reason, $fault: the same answer and one event',
    async ({ arrange, fault, reason }) => {
      const control = await (await arrange())();
      const { length } = plan.statements;
      await setJit(true);
      const attack = await arrange();
      plan.arm(length - 1, fault);
      const answer = await attack();
      await setJit(true);
      expect(plan.hasStruck).toBe(true);
      expect([answer.status, answer.headers.location]).toEqual([
        control.status,
        control.headers.location,
      ]);
      const events = await product.query<{ reason: string }>(
        'SELECT reason FROM audit_events WHERE request_id = ?',
        [String(answer.headers['x-request-id'])],
      );
      expect(events).toEqual([{ reason }]);
      expect(await violationsIn(product)).toEqual({});
    },
  );
});

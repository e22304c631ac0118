import { freePort } from '../support/free-port.js';
import { randomInt } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { databases } from '../support/databases.js';
import { Seeded } from '../support/saml/seeded.js';
import { BROWSERS, KillingRun, type Posted } from './killing.js';
import { sessionsByAssertion, violationsIn } from './records.js';
import { aDatabaseWithAcme, inspect, ServedProduct } from './served-product.js';

const SIGN_INS = 200;
const KILLS = 20;
const seed = Number(process.env.FAULT_SEED ?? randomInt(1_000_000));

describe.each(databases)(`a product that is killed, on $kind (FAULT_SEED=${seed})`, (kind) => {
  it(`${KILLS} times during ${SIGN_INS} sign-ins keeps whole records, and takes no assertion twice`, async () => {
    const acme = await aDatabaseWithAcme(kind);
    const port = await freePort();
    const run = new KillingRun(acme, port, new Seeded(seed));
    await run.run(SIGN_INS, KILLS);
    expect(run.kills).toBeGreaterThanOrEqual(KILLS);
    expect(run.posted.length).toBeGreaterThanOrEqual(SIGN_INS);
    const unanswered = run.posted.filter(({ status }) => status === null);
    expect(unanswered.length).toBeGreaterThan(0); // or the kills met nothing

    const opened = await inspect(kind, acme, async (product) => {
      expect(await violationsIn(product)).toEqual({});
      return sessionsByAssertion(product);
    });
    for (const { post, status, sessionId } of run.posted) {
      const sessions = opened.get(post.response.assertionId) ?? [];
      if (status === null) expect(sessions.length).toBeLessThanOrEqual(1);
      else expect({ status, sessions }).toEqual({ status: 303, sessions: [sessionId] });
    }

    // Once more each: only what was not kept lets anybody in; and then nothing does.
    const product = await ServedProduct.start(acme, port);
    const isKept = ({ post }: Posted) => opened.has(post.response.assertionId);
    const again = await postAll(product, run.posted);
    expect(again).toEqual(run.posted.map((posted) => (isKept(posted) ? 403 : 303)));
    expect(new Set(await postAll(product, run.posted))).toEqual(new Set([403]));
    await product.kill();
    await inspect(kind, acme, async (product) => {
      expect(await violationsIn(product)).toEqual({});
      const sessions = await sessionsByAssertion(product);
      expect([...sessions.values()].filter(({ length }) => length !== 1)).toEqual([]);
      expect(sessions.size).toBe(run.posted.length);
    });
    await acme.drop();
  }, 240_000);
});

/** Every one of them, by browsers that kept their attempts; as many at once as there were. */
async function postAll(product: ServedProduct, all: readonly Posted[]): Promise<number[]> {
  const statuses: number[] = [];
  const left = [...all.entries()];
  const postWhatIsLeft = async (): Promise<void> => {
    for (let next = left.shift(); next; next = left.shift()) {
      const [index, { post }] = next;
      statuses[index] = (await post.post(product.client())).status;
    }
  };
  await Promise.all(Array.from({ length: BROWSERS }, postWhatIsLeft));
  return statuses;
}

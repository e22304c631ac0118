import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ATTACKS, type HostileCase } from '../../src/attack/index.js';
import { databases } from '../support/databases.js';
import type { Answer } from '../support/http-client.js';
import { ACS_PATH } from '../support/paths.js';
import { startSignIn } from '../support/sign-in.js';
import { AcsWorld, type Target } from './acs-world.js';
import { ATTACKED, ENCRYPTION_PAIR, titleOf } from './deployment.js';

describe.each(databases)('a response posted to the whole product, on $kind', (kind) => {
  let world: AcsWorld;

  beforeAll(async () => {
    world = await AcsWorld.open(kind);
  });

  afterAll(() => world.close());

  /** A browser of its own starts a sign-in; the case is the answer to just that request. */
  async function attack(row: HostileCase, target: Target): Promise<Answer> {
    const client = world.product.client(target.subdomain);
    const { requestId } = await startSignIn(client);
    expect(requestId).not.toBe('');
    const { acsUrl, spEntityId } = target;
    const message = row.build({ ...ATTACKED, acsUrl, spEntityId, requestId });
    return client.postCrossSite(ACS_PATH, {
      body: Buffer.from(message.body, 'latin1'),
      headers: { 'content-type': message.contentType },
    });
  }

  it.each(ATTACKS.map((row) => ({ row, title: titleOf(row) })))('$title', async ({ row }) => {
    const target = await world.target(ENCRYPTION_PAIR);
    const answer = await attack(row, target);
    if (row.expected === 'accepted') await world.expectAccepted(target, answer);
    else if (row.expected === 'unsolicited') await world.expectBounced(target, answer);
    else await world.expectRefused(target, answer, row.expected);
  });
});

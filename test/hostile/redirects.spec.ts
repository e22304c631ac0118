import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databases } from '../support/databases.js';
import { AcsWorld } from './acs-world.js';
import { Scene } from './context-cases.js';
import { REDIRECT_CASES } from './redirect-cases.js';

describe.each(databases)(
  'a sign-in that somebody else wants to end elsewhere, on $kind',
  (kind) => {
    let world: AcsWorld;

    beforeAll(async () => {
      world = await AcsWorld.open(kind);
    });

    afterAll(() => world.close());

    it.each(REDIRECT_CASES)('$name ends at $expected', async ({ expected, signIn }) => {
      const scene = new Scene(world, await world.target());
      expect(await signIn(scene)).toBe(expected);
    });
  },
);

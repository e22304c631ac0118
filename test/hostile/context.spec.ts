import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ATTACKS } from '../../src/attack/index.js';
import { type RefusalCode, refusals } from '../../src/errors/index.js';
import { databases } from '../support/databases.js';
import { AcsWorld } from './acs-world.js';
import { CONTEXT_CASES, Scene } from './context-cases.js';

describe.each(databases)('a genuine response, on $kind', (kind) => {
  let world: AcsWorld;

  beforeAll(async () => {
    world = await AcsWorld.open(kind);
  });

  afterAll(() => world.close());

  it.each(CONTEXT_CASES.map((row) => ({ row, title: `${row.name}: ${row.expected}` })))(
    '$title',
    async ({ row }) => {
      const scene = new Scene(world, await world.target());
      const attack = await row.arrange(scene);
      const before = await world.trace(scene.target);
      const answer = await attack();
      if (row.expected === 'accepted') await world.expectAccepted(scene.target, answer, before);
      else if (row.expected === 'unsolicited')
        await world.expectBounced(scene.target, answer, before);
      else await world.expectRefused(scene.target, answer, row.expected, before);
    },
  );
});

/** Reasons that no row can bring about: each is reached elsewhere, or stands behind a check that comes first. */
const ELSEWHERE = {
  assertion_not_encrypted: 'test/sign-in/policies.spec.ts: it needs a connection that requires it',
  authn_context_mismatch: 'test/sign-in/policies.spec.ts: it needs a connection that asks for one',
  invitation_unknown:
    'test/sign-in/idp-initiated.spec.ts: it needs a connection that asks the person',
  authentication_too_old: 'test/sessions/step-up.spec.ts',
  mfa_missing: 'test/sessions/step-up.spec.ts',
  rate_limited: 'limits.spec.ts: it needs a limit',
  signature_content_differs: 'gate and verifier read alike (readers-agree.spec.ts): the net below',
  second_opinion_differs: 'test/sign-in/second-opinion.spec.ts: it needs a deployment that asks',
  certificate_missing: 'a connection without a usable key cannot be activated: the net below',
} as const satisfies Partial<Record<RefusalCode, string>>;

describe('the two tables together', () => {
  it('bring about every reason there is', () => {
    const reached = new Set<string>([...ATTACKS, ...CONTEXT_CASES].map((row) => row.expected));
    // Those of logout messages have a table of their own: logout-cases.ts.
    const missing = Object.entries(refusals)
      .filter(([code, { step }]) => step !== 'logout' && !reached.has(code))
      .map(([code]) => code);
    expect(missing.toSorted()).toEqual(Object.keys(ELSEWHERE).toSorted());
  });
});

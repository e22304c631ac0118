// npm run bench [-- --quick]: what a sign-in costs, in CPU-ms and in RSA-2048 verifications, on both databases, side by
// side with a minimal Express + passport-saml + mysql2 application. Interleaved rounds, medians of the ratios within a round.
import '../dev/check-node.mjs';
import { buildIfStale } from '../dev/build.mjs';
import { signInCosts } from './questions/sign-in-costs.ts';
import { partsOfASignIn } from './questions/parts.ts';
import { startWorld } from './load/world.ts';

const isQuick = process.argv.includes('--quick');
buildIfStale();
const world = await startWorld();
try {
  await signInCosts(
    world,
    isQuick ? { rounds: 3, people: 60, warmUp: 120 } : { rounds: 7, people: 150, warmUp: 300 },
  );
  await partsOfASignIn(world, isQuick ? 200 : 500);
} finally {
  await world.stop();
}

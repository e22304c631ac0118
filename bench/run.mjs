// npm run bench [-- --quick] [-- question ...]: what a sign-in costs, in CPU-ms and in RSA-2048 verifications, on both
// databases, side by side with a minimal Express + passport-saml + mysql2 application. docs/performance.md says how it
// measures and holds what it measured.
import '../dev/check-node.mjs';

// Loaded after the look at Node's version, which an old one would not survive.
const { buildIfStale } = await import('../dev/build.mjs');
const { rsaVerificationMs } = await import('./load/cpu-time.ts');
const { startWorld } = await import('./load/world.ts');
const questions = {
  'sign-in': (await import('./questions/sign-in.ts')).askSignIn,
  deciding: (await import('./questions/deciding.ts')).askDeciding,
  transaction: (await import('./questions/transaction.ts')).askTransaction,
  'login-start': (await import('./questions/login-start.ts')).askLoginStart,
  'session-check': (await import('./questions/session-check.ts')).askSessionCheck,
  revocation: (await import('./questions/revocation.ts')).askRevocation,
  garbage: (await import('./questions/garbage.ts')).askGarbage,
};

const words = process.argv.slice(2);
const size = words.includes('--quick')
  ? { rounds: 3, people: 40, warmUp: 320 }
  : { rounds: 5, people: 100, warmUp: 800 };
const wanted = Object.entries(questions).filter(
  ([name]) => words.includes(name) || !words.some((word) => word in questions),
);

const startedAt = performance.now();
buildIfStale();
console.log(
  `Node.js ${process.versions.node}; ${size.rounds} rounds of ${size.people}, 4 at a time\n`,
);
const world = await startWorld();
try {
  if (!world.baseline)
    console.log('no MariaDB on this machine: SQLite alone, nothing to compare\n');
  for (const [, ask] of wanted) await ask(world, size);
} finally {
  await world.stop();
}
const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
console.log(
  `one RSA-2048 verification: ${rsaVerificationMs().toFixed(3)} CPU-ms; ${seconds} s in all`,
);

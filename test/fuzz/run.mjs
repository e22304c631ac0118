// npm run fuzz -- [--minutes 60] [--seed N]: mutates genuinely signed messages until the time is over or the oracle objects.
import '../../dev/check-node.mjs';
import { randomInt } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { parseArgs } from 'node:util';

// The sources import `./x.js`, as the compiler wants; run as they are, they are `./x.ts`.
registerHooks({
  resolve(specifier, context, next) {
    const isOurs = specifier.startsWith('.') && !context.parentURL?.includes('/node_modules/');
    return next(isOurs ? specifier.replace(/\.js$/, '.ts') : specifier, context);
  },
});
const { CONNECTION, genuineMessages } = await import('./corpus.ts');
const { LEVELS, mutant } = await import('./mutate.ts');
const { Oracle } = await import('./oracle.ts');

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '60' }, seed: { type: 'string' } },
});
const first = Number(values.seed ?? randomInt(1, 2 ** 31));
const startedAt = performance.now();
const endsAt = startedAt + Number(values.minutes) * 60_000;
const corpus = genuineMessages();
const oracle = new Oracle(corpus);
const codes = {};
let cases = 0;
let nextReportAt = startedAt + 10_000;
console.log(`seed ${first}`);
for (let seed = first; performance.now() < endsAt; seed += 1) {
  for (const level of LEVELS) {
    const form = mutant(corpus, level, seed);
    const { code, failure } = oracle.judge(form);
    cases += 1;
    codes[code] = (codes[code] ?? 0) + 1;
    if (failure !== null) fail(level, seed, form, failure);
  }
  if (performance.now() >= nextReportAt) report();
}
report();

function report() {
  nextReportAt = performance.now() + 10_000;
  const perSecond = cases / ((performance.now() - startedAt) / 1000);
  const histogram = Object.entries(codes).sort(([, a], [, b]) => b - a);
  const text = histogram.map(([code, count]) => `${code} ${count}`).join(', ');
  console.log(`${cases} cases, ${perSecond.toFixed(0)} per second: ${text}`);
}

function fail(level, seed, form, failure) {
  const file = `fuzz-${level}-${seed}.json`;
  const body = form.body.toString('latin1');
  // Keys are made for every run: without them the case cannot be judged again.
  const certificates = CONNECTION.keys.map(({ certificateBase64 }) => certificateBase64);
  writeFileSync(
    file,
    JSON.stringify({ level, seed, failure, certificates, ...form, body }, null, 2),
  );
  console.error(`level ${level}, seed ${seed}: ${failure}\nwritten to ${file}`);
  process.exit(1);
}

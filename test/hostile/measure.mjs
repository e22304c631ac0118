// What the whole table costs, in a process of its own: CPU of each decision, and memory after each round. Prints JSON.
// node --expose-gc --experimental-transform-types test/hostile/measure.mjs; cost.spec.ts runs it.
import { registerHooks } from 'node:module';

// The sources import `./x.js`, as the compiler wants; run as they are, they are `./x.ts`.
registerHooks({
  resolve(specifier, context, next) {
    const isOurs = specifier.startsWith('.') && !context.parentURL?.includes('/node_modules/');
    return next(isOurs ? specifier.replace(/\.js$/, '.ts') : specifier, context);
  },
});
const { ATTACKS } = await import('../../src/attack/index.ts');
const { decideResponse } = await import('../support/saml/pipeline.ts');
const { aResponse } = await import('../support/saml/index.ts');
const { ATTACKED, ATTACKED_CONNECTION } = await import('./deployment.ts');

const ROUNDS = 20;
const WARM_UP_ROUNDS = 3; // a server that has answered some hundred requests
const STEP_BYTES = 16 * 1024;
const MAX_XML_BYTES = 256 * 1024;

/**
 * CPU of this thread alone, whatever else the machine does, milliseconds. The kernel brings it up to date a few hundred times
 * a second: the mean of many is exact, a single one is not.
 */
function cpuMsOf(form) {
  const before = process.threadCpuUsage();
  decideResponse(form, ATTACKED_CONNECTION);
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

/** As after every request: what weak references were made of is kept to the end of the turn (ECMA-262 9.10). */
function endOfTurn() {
  return new Promise((resolve) => setImmediate(resolve));
}

function formOf({ contentType, body }) {
  return { contentType, body: Buffer.from(body, 'latin1') };
}

/** A response that is accepted, of about so many bytes: people with ever more groups, long names past 1,000 of them. */
function accepted(bytes) {
  const count = Math.min(900, Math.floor(bytes / 130));
  const length = Math.max(36, Math.floor((bytes - 5000) / Math.max(1, count)) - 35);
  const groups = Array.from({ length: count }, (_, i) => String(i).padStart(length, 'g'));
  const form = aResponse({ groups }).form();
  return formOf({ contentType: 'application/x-www-form-urlencoded', body: form });
}

const measured = (form, facts) => {
  const isAccepted = decideResponse(form, ATTACKED_CONNECTION).accepted;
  return { ...facts, form, isAccepted, costs: new Float64Array(ROUNDS) };
};
const rows = ATTACKS.map((row) =>
  measured(formOf(row.build(ATTACKED)), { family: row.family, name: row.name }),
);
const sizes = [];
for (let bytes = 8 * 1024; bytes < MAX_XML_BYTES; bytes += STEP_BYTES) sizes.push(bytes);
const controls = sizes.map((bytes) => measured(accepted(bytes), {}));
const all = [...rows, ...controls];

for (let round = 0; round < WARM_UP_ROUNDS; round += 1)
  for (const { form } of all) decideResponse(form, ATTACKED_CONNECTION);
const heapBytes = new Float64Array(ROUNDS);
for (let round = 0; round < ROUNDS; round += 1) {
  for (const { form, costs } of all) costs[round] = cpuMsOf(form);
  await endOfTurn();
  globalThis.gc();
  heapBytes[round] = process.memoryUsage().heapUsed;
}

const report = ({ family, name, form, costs }) => ({
  family,
  name,
  bytes: form.body.length,
  meanMs: costs.reduce((sum, ms) => sum + ms, 0) / ROUNDS,
  maxMs: Math.max(...costs),
});
console.log(
  JSON.stringify({
    heapBytes: [...heapBytes],
    refusals: rows.filter(({ isAccepted }) => !isAccepted).map(report),
    acceptances: controls.filter(({ isAccepted }) => isAccepted).map(report),
  }),
);

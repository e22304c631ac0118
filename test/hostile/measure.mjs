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
const STEP_BYTES = 16 * 1024;
const MAX_XML_BYTES = 256 * 1024;

/** @returns CPU of this thread alone, whatever else the machine does, milliseconds */
function cpuMsOf(form) {
  const before = process.threadCpuUsage();
  const decision = decideResponse(form, ATTACKED_CONNECTION);
  const { user, system } = process.threadCpuUsage(before);
  return { ms: (user + system) / 1000, code: decision.accepted ? 'accepted' : decision.code };
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

const rows = ATTACKS.map((row) => ({ row, form: formOf(row.build(ATTACKED)), costs: [] }));
const sizes = [];
for (let bytes = 8 * 1024; bytes < MAX_XML_BYTES; bytes += STEP_BYTES) sizes.push(bytes);
const controls = sizes.map((bytes) => ({ form: accepted(bytes), costs: [] }));

const heapBytes = [];
for (let round = 1; round <= ROUNDS; round += 1) {
  for (const { form, costs } of [...rows, ...controls]) costs.push(cpuMsOf(form));
  globalThis.gc();
  heapBytes.push(process.memoryUsage().heapUsed);
}

const report = ({ form, costs }) => ({ bytes: form.body.length, ms: costs.map(({ ms }) => ms) });
console.log(
  JSON.stringify({
    heapBytes,
    refusals: rows
      .filter(({ costs }) => costs.every(({ code }) => code !== 'accepted'))
      .map((each) => ({ family: each.row.family, name: each.row.name, ...report(each) })),
    acceptances: controls
      .filter(({ costs }) => costs.every(({ code }) => code === 'accepted'))
      .map(report),
  }),
);

// npm test: every test there is, on a fresh machine. `npm test -- hostile browser` runs only the spec files whose
// path holds one of the words; `--install` lets it install what is missing (Debian, as root).
import '../dev/check-node.mjs';
import { resolve } from 'node:path';

// Loaded after the look at Node's version, which an old one would not survive.
const { buildIfStale } = await import('../dev/build.mjs');
const { findDatabase } = await import('./run/database.mjs');
const { runPart } = await import('./run/jest.mjs');
const { filesByPart, specFiles } = await import('./run/parts.mjs');
const { databaseServer, install, mayInstall, tools } = await import('./run/tools.mjs');

const root = resolve(import.meta.dirname, '..');
const inCi = process.env.CI === 'true';
const words = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const untested = [];

/** Finds a tool, installing it first where that is allowed; says in one line what is not tested without it. */
async function provide({ name, find, packages, without, neededBy, casesIn }) {
  let found = await find();
  if (!found && packages.length > 0 && mayInstall()) {
    console.log(`installing ${packages.join(' ')}`);
    found = install(packages) ? await find() : null;
  }
  if (found) console.log(`${name}: ${found.what ?? found}`);
  else
    untested.push({
      neededBy,
      casesIn,
      line: `not tested: ${without}, because ${name} is missing`,
    });
  return found;
}

function stopDatabase() {
  return database ? database.stop() : Promise.resolve();
}

async function timed(name, work) {
  const startedAt = performance.now();
  const result = await work();
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  return { name, seconds, result };
}

const wanted = specFiles(root).filter(
  (file) => words.length === 0 || words.some((word) => file.includes(word)),
);
console.log(`Node.js ${process.versions.node}`);
const environment = {};
for (const tool of tools.filter(({ neededBy }) => wanted.some((file) => neededBy.test(file)))) {
  environment[tool.variable] = (await provide(tool)) ?? '';
}
const database = await provide({ ...databaseServer, find: findDatabase });
if (database) environment.TEST_MYSQL_URL = database.url;
else environment.NO_MYSQL = '1';
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => void stopDatabase().finally(() => process.exit(1)));
}

let passed = 0;
let failed = 0;
try {
  const build = await timed('build', () => buildIfStale());
  console.log(build.result ? `built in ${build.seconds} s` : 'the build is up to date');
  const files = wanted.filter(
    (file) => !untested.some((tool) => tool.neededBy.test(file) && !tool.casesIn?.test(file)),
  );
  for (const part of filesByPart(files)) {
    if (part.files.length === 0) continue;
    console.log(`\n== ${part.name}: ${part.files.length} files`);
    const { seconds, result } = await timed(part.name, () => runPart(part, environment, root));
    passed += result.passed;
    failed += result.failed;
    console.log(`== ${part.name}: ${result.passed} passed, ${result.failed} failed, ${seconds} s`);
  }
} catch (error) {
  console.error(error);
  failed += 1;
} finally {
  await stopDatabase();
}

console.log('');
for (const { line } of untested) console.log(line);
if (inCi) failed += untested.length;
if (passed + failed === 0) {
  console.log('no test ran');
  failed = 1;
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

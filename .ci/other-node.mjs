// What is shipped, on a Node that we support but do not ship: the production install of the built product migrates,
// takes a connection, signs a person in through the look-alike and ends on SIGTERM, all on Node 22.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Visitor } from './visitor.mjs';

const VERSION = '22.23.3';
const checkout = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'imagen-other-node-'));
const app = join(folder, 'app');
const children = [];

function npm(args, cwd) {
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  return spawnSync('npm', [...args, ...quiet], { cwd, encoding: 'utf8' });
}

/** @returns the path of the other Node, or null where the registry has none for this machine */
function fetchOtherNode() {
  const name = `node-${process.platform}-${process.arch}`;
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  const { status } = npm(['install', '--ignore-scripts', `${name}@${VERSION}`], folder);
  return status === 0 ? join(folder, 'node_modules', name, 'bin', 'node') : null;
}

/** The same files and packages as the image has. */
function installAsTheImageDoes() {
  mkdirSync(app);
  for (const path of ['package.json', 'package-lock.json', 'dist']) {
    cpSync(join(checkout, path), join(app, path), { recursive: true });
  }
  const { status, stderr } = npm(['ci', '--omit=dev', '--omit=optional'], app);
  if (status !== 0) throw new Error(`the production install failed: ${stderr}`);
}

function freePort() {
  return new Promise((done, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

function start(command, args, options) {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  child.output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => (child.output += chunk));
  }
  children.push(child);
  return child;
}

async function untilAnswered(child, visitor, url) {
  for (const giveUpAt = Date.now() + 30_000; Date.now() < giveUpAt; await pause(100)) {
    if (child.exitCode !== null) break;
    const answer = await visitor.visit(url).catch(() => null);
    if (answer?.status === 200) return answer;
  }
  throw new Error(`${url} did not answer: ${child.output}`);
}

/** By itself, or by the same signal once it has finished: not later than an orchestrator waits, and with no error. */
async function endsOn(signal, child) {
  const ended = new Promise((done) => child.once('exit', (code, by) => done(code ?? by)));
  child.kill(signal);
  const how = await Promise.race([ended, pause(15_000, 'nothing', { ref: false })]);
  if (how !== 0 && how !== signal) throw new Error(`${signal} led to ${how}: ${child.output}`);
}

async function signIn(node) {
  const [port, operationsPort, idpPort] = [await freePort(), await freePort(), await freePort()];
  const tenant = `http://acme.localhost:${port}`;
  const visitor = new Visitor();

  const idpArgs = ['--port', idpPort, '--app', `Imagen=${tenant}`].map(String);
  const idp = start(process.execPath, ['dev/idp/main.ts', ...idpArgs], { cwd: checkout });
  // As an administrator downloads it: its address stands on the portal's page.
  const portal = await untilAnswered(idp, visitor, `http://localhost:${idpPort}/portal`);
  const address = /href="([^"]+\/federationmetadata\/[^"]+)"/.exec(portal.body)?.[1] ?? '';
  const metadata = await visitor.visit(address.replaceAll('&amp;', '&'));
  writeFileSync(join(folder, 'metadata.xml'), metadata.body);

  const env = {
    ...{ PATH: process.env.PATH, NODE_ENV: 'development', LOG_LEVEL: 'warn', DATA_DIR: folder },
    ...{ PORT: String(port), OPERATIONS_PORT: String(operationsPort) },
    DATABASE_URL: `sqlite:${join(folder, 'imagen.sqlite')}`,
  };
  const cli = (...args) => {
    const result = spawnSync(node, ['dist/cli.js', ...args], { cwd: app, env, encoding: 'utf8' });
    if (result.status !== 0) throw new Error(`${args[0]}: ${result.stdout}${result.stderr}`);
  };
  cli('migrate');
  cli('tenant', 'create', 'acme', '--name', 'Acme');
  cli('connection', 'import', 'acme', '--metadata', join(folder, 'metadata.xml'), '--activate');

  const product = start(node, ['dist/main.js'], { cwd: app, env });
  await untilAnswered(product, visitor, `${tenant}/readyz`);
  const picker = await visitor.visit(`${tenant}/site/login`);
  const account =
    /<button name="account" value="([^"]+)">(?:(?!<\/button>)[\s\S])*B\.? ?Simon/.exec(
      picker.body,
    )?.[1];
  const response = await visitor.submit(picker, { account });
  const landed = await visitor.submit(response);
  const session = await visitor.visit(`${tenant}/site/session`);
  if (session.status !== 200 || !/Simon/.test(session.body)) {
    throw new Error(
      `not signed in: ${landed.status} ${landed.url}\n${landed.body}\n${product.output}`,
    );
  }
  await endsOn('SIGTERM', product);
}

try {
  const node = fetchOtherNode();
  if (node === null) {
    console.log(`Node.js ${VERSION} is not to be had for this machine: nothing was checked on it`);
  } else {
    installAsTheImageDoes();
    await signIn(node);
    console.log(`the production install signs a person in on Node.js ${VERSION}`);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}

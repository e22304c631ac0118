// The processes that npm start runs side by side: they end together.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export const checkout = resolve(import.meta.dirname, '..');

const READY_WITHIN_MS = 60_000;
const children = new Set();
let isStopping = false;

/** Runs `node <args>` in the checkout; when it ends, everything ends. */
export function startChild(name, env, args) {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--experimental-strip-types', ...args],
    {
      cwd: checkout,
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  children.add(child);
  child.on('exit', (code, signal) => {
    children.delete(child);
    if (isStopping) return;
    console.error(`${name} ended (${signal ?? `exit code ${code}`}).`);
    stopChildren(1);
  });
}

/** Asks every child to finish what it has accepted; this process ends when they have. */
export function stopChildren(exitCode) {
  isStopping = true;
  process.exitCode = exitCode;
  for (const child of children) child.kill('SIGTERM');
}

/** Runs `node <args>` to its end. @returns what it printed. @throws Error with its own last words */
export async function runToEnd(env, args, input = '') {
  const child = spawn(process.execPath, args, { cwd: checkout, env, stdio: 'pipe' });
  const printed = { out: '', err: '' };
  child.stdout.on('data', (chunk) => (printed.out += chunk));
  child.stderr.on('data', (chunk) => (printed.err += chunk));
  child.stdin.end(input);
  const code = await new Promise((done) => child.on('close', done));
  if (code !== 0)
    throw new Error(printed.err.trim() || printed.out.trim() || `${args.join(' ')} failed`);
  return printed.out;
}

export async function isFree(port) {
  const server = createServer();
  const free = await new Promise((done) => {
    server.once('error', () => done(false));
    server.listen(port, '127.0.0.1', () => done(true));
  });
  await new Promise((done) => server.close(done));
  return free;
}

/** Waits until the address answers well. */
export async function answers(url) {
  const until = Date.now() + READY_WITHIN_MS;
  while (!isStopping && Date.now() < until) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    await pause(100);
  }
  throw new Error(`${url} did not answer within ${READY_WITHIN_MS / 1000} seconds.`);
}

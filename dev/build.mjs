import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const checkout = resolve(import.meta.dirname, '..');
const inputs = ['src', 'migrations', 'package-lock.json', '.swcrc', 'nest-cli.json'];

/** When `path`, or anything below it, was last written; a folder's own time tells of deleted files. */
function newestMs(path) {
  const own = statSync(path);
  if (!own.isDirectory()) return own.mtimeMs;
  const below = readdirSync(path).map((name) => newestMs(join(path, name)));
  return Math.max(own.mtimeMs, ...below);
}

function builtAtMs() {
  const built = statSync(join(checkout, 'dist/main.js'), { throwIfNoEntry: false });
  return built?.mtimeMs ?? 0;
}

/**
 * Builds the product into dist/ if it is missing or older than its source.
 * @returns whether it had to build
 */
export function buildIfStale() {
  const newest = Math.max(...inputs.map((path) => newestMs(join(checkout, path))));
  if (newest < builtAtMs()) return false;
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], {
    cwd: checkout,
    stdio: ['ignore', 2, 'inherit'], // what is asked for alone stands on stdout
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error('the build failed');
  return true;
}

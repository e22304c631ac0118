import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** The checkout that the tests run in. */
export const checkout = resolve(import.meta.dirname, '../..');

/** A directory of its own, filled with `files` (path -> text); call `remove` when done. */
export function seededTree(files: Readonly<Record<string, string>>): {
  root: string;
  remove: () => void;
} {
  const root = mkdtempSync(join(tmpdir(), 'imagen-seeded-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return {
    root,
    remove: () => {
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** Runs an installed JavaScript tool in `cwd` and gives its standard output, whatever its exit code. */
export function outputOf(script: string, args: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolveOutput, reject) => {
    execFile(
      process.execPath,
      [join(checkout, script), ...args],
      { cwd, maxBuffer: 64 * 1024 * 1024, env: { ...process.env, NODE_OPTIONS: '' } },
      (error, stdout, stderr) => {
        if (stdout === '' && error !== null) reject(new Error(stderr, { cause: error }));
        else resolveOutput(stdout);
      },
    );
  });
}

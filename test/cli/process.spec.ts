import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';

const checkout = join(import.meta.dirname, '../..');
const BUILD_MS = 120_000;

/** As people call it: `npm run cli -- ...` runs this file. */
function cli(args: readonly string[], nodeArgs: readonly string[] = []) {
  return spawnSync(process.execPath, [...nodeArgs, 'dev/cli.mjs', ...args], {
    cwd: checkout,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], NODE_ENV: 'test', DATABASE_URL: 'sqlite::memory:' },
  });
}

/** A Node that says it is an older one, before our first line runs. */
const OLD_NODE = [
  '--import',
  'data:text/javascript,Object.defineProperty(process.versions,"node",{value:"20.20.2"})',
];

describe('the command as a process', () => {
  beforeAll(() => {
    expect(cli(['--help']).status).toBe(0); // builds what is not built
  }, BUILD_MS);

  it('hands its exit codes on: 0, 1 for a refusal, 2 for a mistake on the command line', () => {
    const done = cli(['migrate', '--json']);
    expect({ status: done.status, err: done.stderr }).toEqual({ status: 0, err: '' });
    expect(JSON.parse(done.stdout)).toMatchObject({
      ran: expect.arrayContaining(['InitialSchema1795478400000', 'SingleLogout1795651203000']),
    });
    const refused = cli(['tenant', 'list']);
    expect(refused).toMatchObject({ status: 1, stdout: '' });
    expect(refused.stderr).toMatch(/^[^\n]+run: imagen-sso migrate\n$/);
    expect(cli(['tenants'])).toMatchObject({ status: 2, stdout: '' });
  });

  it(
    'serves until it is asked to stop, and then ends in order',
    async () => {
      const dir = mkdtempSync(join(tmpdir(), 'imagen-sso-serve-'));
      const environment = {
        PATH: process.env['PATH'],
        NODE_ENV: 'test',
        ...{ PORT: '0', OPERATIONS_PORT: '0', DATA_DIR: dir },
        DATABASE_URL: `sqlite:${join(dir, 'test.sqlite')}`,
      };
      const server = spawn(process.execPath, ['dev/cli.mjs', 'serve'], {
        cwd: checkout,
        env: environment,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const ended = once(server, 'exit');
      for await (const line of createInterface(server.stdout)) {
        const { event } = JSON.parse(line) as { event: string };
        if (event === 'listening') server.kill('SIGTERM');
      }
      expect([
        [0, null],
        [null, 'SIGTERM'],
      ]).toContainEqual(await ended); // Nest passes the signal on when all is closed
      rmSync(dir, { recursive: true });
    },
    BUILD_MS,
  );

  it.each(['dev/cli.mjs', 'dist/cli.js', 'dist/main.js'])(
    'says one plain sentence on an old Node: %s',
    (entry) => {
      const ran = spawnSync(process.execPath, [...OLD_NODE, entry, 'tenant', 'list'], {
        cwd: checkout,
        encoding: 'utf8',
      });
      expect(ran).toMatchObject({ status: 1, stdout: '' });
      expect(ran.stderr).toMatch(/^Imagen SSO needs Node\.js 22\.13 or newer[^\n]*\n$/);
    },
  );
});

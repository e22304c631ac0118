import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { freePort } from './free-port.ts';

const START_WITHIN_MS = 60_000;

/** A MariaDB of this run's own: its CPU is ours alone, and it flushes at every commit, as in production. */
export interface MariaDb {
  readonly pid: number;
  createDatabase(name: string): Promise<string>;
  stop(): Promise<void>;
}

/** @returns null where the machine has no MariaDB */
export async function startMariaDb(): Promise<MariaDb | null> {
  const folder = mkdtempSync(join(tmpdir(), 'imagen-bench-db-'));
  const common = ['--no-defaults', `--datadir=${folder}/data`, `--user=${userInfo().username}`];
  const flags = ['--auth-root-authentication-method=normal', '--skip-test-db'];
  const installed = spawnSync('mariadb-install-db', [...common, ...flags], { stdio: 'ignore' });
  if (installed.status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    return null;
  }
  const port = await freePort();
  const where = [`--socket=${folder}/sock`, `--port=${port}`, '--bind-address=127.0.0.1'];
  const child = spawn('mariadbd', [...common, ...where, '--innodb-buffer-pool-size=256M'], {
    stdio: 'ignore',
  });
  const url = `mysql://root@127.0.0.1:${port}`;
  await untilAnswered(url, child);
  return {
    pid: child.pid ?? 0,
    async createDatabase(name) {
      await statement(url, `CREATE DATABASE ${name}`);
      return `${url}/${name}`;
    },
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function untilAnswered(url: string, child: ChildProcess): Promise<void> {
  const giveUpAt = Date.now() + START_WITHIN_MS;
  while (Date.now() < giveUpAt) {
    if (child.exitCode !== null) break;
    const isUp = await statement(url, 'SELECT 1').then(
      () => true,
      () => false,
    );
    if (isUp) return;
    await pause(200);
  }
  throw new Error('the MariaDB of the benchmark did not start');
}

async function statement(url: string, sql: string): Promise<void> {
  const connection = await createConnection(url);
  try {
    await connection.query(sql);
  } finally {
    await connection.end();
  }
}

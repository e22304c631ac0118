import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import mysql from 'mysql2/promise';
import { binary } from './tools.mjs';

/**
 * A MariaDB or MySQL on which test schemas may be made: the one of TEST_MYSQL_URL, or one on this machine that lets
 * root in without a password, or a private one started here and gone afterwards.
 * @returns {Promise<{ url: string, what: string, stop: () => Promise<void> } | null>}
 */
export async function findDatabase() {
  const given = process.env.TEST_MYSQL_URL;
  const url = given ?? 'mysql://root@127.0.0.1:3306';
  const version = await versionOf(url);
  if (version) return { url, what: version, stop: () => Promise.resolve() };
  return given ? null : startPrivateServer();
}

/** @returns the server's version if schemas can be made there, else null */
async function versionOf(url) {
  let connection;
  try {
    connection = await mysql.createConnection({ uri: url, connectTimeout: 3000 });
    const probe = `imagen_test_${process.pid}_probe`;
    await connection.query(`CREATE DATABASE ${probe}`);
    await connection.query(`DROP DATABASE ${probe}`);
    const [[row]] = await connection.query('SELECT VERSION() AS version');
    return row.version;
  } catch {
    return null; // not there, or not for us: the caller says so
  } finally {
    await connection?.end();
  }
}

async function startPrivateServer() {
  const server = binary('mariadbd', 'mysqld');
  if (!server) return null;
  const folder = mkdtempSync(join(tmpdir(), 'imagen-test-db-'));
  const common = ['--no-defaults', `--datadir=${folder}/data`, `--user=${userInfo().username}`];
  if (!createDataFolder(server, common)) {
    rmSync(folder, { recursive: true, force: true });
    return null;
  }
  const port = await freePort();
  const where = [`--socket=${folder}/sock`, `--port=${port}`, '--bind-address=127.0.0.1'];
  const child = spawn(server, [...common, ...where, '--innodb-buffer-pool-size=256M'], {
    stdio: 'ignore',
  });
  const stop = () => stopServer(child, folder);
  const url = `mysql://root@127.0.0.1:${port}`;
  const version = await firstAnswer(url, child);
  if (version) return { url, what: `${version}, started for the tests`, stop };
  await stop();
  return null;
}

function createDataFolder(server, common) {
  const installer = binary('mariadb-install-db', 'mysql_install_db');
  const [command, ...args] = server.endsWith('mariadbd')
    ? [installer, ...common, '--auth-root-authentication-method=normal', '--skip-test-db']
    : [server, ...common, '--initialize-insecure'];
  return command !== null && spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

async function firstAnswer(url, child) {
  const giveUpAt = Date.now() + 60_000;
  while (Date.now() < giveUpAt && child.exitCode === null) {
    const version = await versionOf(url);
    if (version) return version;
    await pause(200);
  }
  return null;
}

async function stopServer(child, folder) {
  if (child.exitCode === null) {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

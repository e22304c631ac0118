import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { makeSelfSignedCertificate } from '../../dev/idp/self-signed-certificate.ts';
import { startBaseline } from './baseline.ts';
import type { IdpKey } from './entra-response.ts';
import { startMariaDb } from './mariadb.ts';
import { startProduct } from './product.ts';
import type { Keys, Target } from './target.ts';

/** Everything that is measured, running side by side. Without a MariaDB only the product on SQLite. */
export interface World {
  readonly onSqlite: Target;
  readonly onMariaDb: Target | null;
  readonly baseline: Target | null;
  readonly targets: readonly Target[];
  readonly keys: Keys;
  /** A new, empty database of each kind. */
  databaseUrl(kind: 'sqlite' | 'mysql'): Promise<string | null>;
  readonly mariaDbPid: number | null;
  stop(): Promise<void>;
}

/** A connection that has just changed is read for every sign-in; those that people sign in by are older. */
const SETTLED_AFTER_MS = 61_000;

export async function startWorld(): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'imagen-bench-'));
  const mariaDb = await startMariaDb();
  const keys = { current: await aKey(), previous: await aKey() };
  let count = 0;
  const databaseUrl = async (kind: 'sqlite' | 'mysql'): Promise<string | null> => {
    const name = `bench_${count++}`;
    if (kind === 'sqlite') return `sqlite:${join(folder, `${name}.sqlite`)}`;
    return mariaDb ? mariaDb.createDatabase(name) : null;
  };
  const product = async (name: string, kind: 'sqlite' | 'mysql'): Promise<Target | null> => {
    const url = await databaseUrl(kind);
    if (url === null) return null;
    const databasePid = kind === 'mysql' ? (mariaDb?.pid ?? null) : null;
    return startProduct({ name, databaseUrl: url, databasePid, keys });
  };
  const onSqlite = await product('Imagen SSO, SQLite', 'sqlite');
  if (!onSqlite) throw new Error('the product did not start');
  const onMariaDb = await product('Imagen SSO, MariaDB', 'mysql');
  const baseline = mariaDb
    ? await startBaseline(await mariaDb.createDatabase('baseline'), mariaDb.pid, keys)
    : null;
  await pause(SETTLED_AFTER_MS);
  const targets = [onMariaDb, baseline, onSqlite].filter((target) => target !== null);
  return {
    ...{ onSqlite, onMariaDb, baseline, targets, keys, databaseUrl },
    mariaDbPid: mariaDb?.pid ?? null,
    async stop() {
      for (const target of targets) await target.stop();
      await mariaDb?.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function aKey(): Promise<IdpKey> {
  const { privateKey, certificateDer } = await makeSelfSignedCertificate({
    commonName: 'Microsoft Azure Federated SSO Certificate',
    notBeforeMs: Date.UTC(2024, 0, 1),
    notAfterMs: Date.UTC(2040, 0, 1),
    keyBits: 2048,
  });
  return { privateKey, certificateBase64: certificateDer.toString('base64') };
}

import { resolve } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { baselineSchema } from '../baseline/schema.ts';
import { freePort } from './free-port.ts';
import { startServer } from './server-process.ts';
import {
  addressingOf,
  certificatesOf,
  hostOf,
  type Keys,
  SSO_URL,
  Target,
  TENANTS,
} from './target.ts';

const ACS_PATH = '/acs';
const script = resolve(import.meta.dirname, '../baseline/server.mjs');

export async function startBaseline(
  databaseUrl: string,
  databasePid: number,
  keys: Keys,
): Promise<Target> {
  const connection = await createConnection(databaseUrl);
  for (const statement of baselineSchema) await connection.query(statement);
  await connection.end();
  const port = await freePort();
  const tenants = TENANTS.map((tenant) => ({
    ...addressingOf(tenant, ACS_PATH),
    host: hostOf(tenant),
    ssoUrl: SSO_URL,
    certificates: certificatesOf(tenant, keys),
  }));
  const env = {
    NODE_ENV: 'production',
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    TENANTS: JSON.stringify(tenants),
  };
  const server = await startServer([script], env, `http://127.0.0.1:${port}/site/session`);
  const name = 'Express + passport-saml';
  return new Target({
    ...{ name, acsPath: ACS_PATH, key: keys.current, port, server },
    ...{ databaseUrl, databasePid },
  });
}

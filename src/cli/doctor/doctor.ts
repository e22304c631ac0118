import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppConfig, ConfigurationError } from '../../config/index.js';
import { ConnectionsService } from '../../connections/index.js';
import { Clock, Database, Migrator } from '../../database/index.js';
import { SecretBox } from '../../secrets/index.js';
import { SpKeys } from '../../sp-keys/index.js';
import { TenantsService } from '../../tenants/index.js';
import { withServices } from '../call.js';
import { ConfigurationOnlyModule } from '../cli.module.js';
import { databaseSentence } from '../error-text.js';
import type { CliIo } from '../io.js';
import { broken, type Check, ok, warning } from './check.js';
import { judgeCertificates } from './judge-certificates.js';
import { judgeMetadata } from './judge-metadata.js';
import { judgeSeals, judgeSpKeys } from './judge-sp-keys.js';
import {
  judgeClock,
  judgeOutbound,
  judgeProxies,
  judgePublicUrl,
  judgeVersion,
} from './judge-environment.js';

/** Looks at everything that can be seen from here, as far as one thing allows to look at the next. */
export async function examine(io: CliIo): Promise<Check[]> {
  const config = await readConfig(io);
  if (config instanceof ConfigurationError) {
    return config.problems.map((problem) =>
      broken('configuration', problem, 'Correct the variable; .env.example describes each.'),
    );
  }
  return [
    ok('configuration', `${config.environment}, every variable is well-formed`),
    judgePublicUrl(config),
    judgeProxies(config),
    judgeOutbound(config),
    ...(await examineDatabase(io, config)),
  ];
}

async function readConfig(io: CliIo): Promise<AppConfig | ConfigurationError> {
  try {
    const context = await NestFactory.createApplicationContext(
      ConfigurationOnlyModule.forRoot(io.settings),
      { logger: false, abortOnError: false },
    );
    const config = context.get(AppConfig);
    await context.close();
    return config;
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
}

async function examineDatabase(io: CliIo, config: AppConfig): Promise<Check[]> {
  try {
    return await withServices(io, async ({ services }) => {
      const reached = [
        await checkVersion(services, config),
        await checkClock(services),
        checkKey(services),
      ];
      const schema = await checkSchema(services);
      return schema.state === 'broken'
        ? [...reached, schema]
        : [...reached, schema, await checkSeals(services), ...(await checkTenants(services))];
    });
  } catch (error) {
    return [broken('database', databaseSentence(error), 'Nobody can sign in until it answers.')];
  }
}

async function checkVersion(services: INestApplicationContext, config: AppConfig): Promise<Check> {
  const database = services.get(Database);
  const name = database.dialect === 'sqlite' ? 'sqlite_version()' : 'version()';
  const [row] = await database.query<{ version: string }>(`SELECT ${name} AS version`);
  return judgeVersion(row?.version ?? 'unknown', config);
}

/** SQLite runs in this very process: there is one clock. */
async function checkClock(services: INestApplicationContext): Promise<Check> {
  const database = services.get(Database);
  if (database.dialect === 'sqlite') return ok('clock', 'the database’s is this machine’s own');
  const clock = services.get(Clock);
  const beforeMs = clock.nowMs();
  const [row] = await database.query<{ seconds: string | number }>(
    'SELECT unix_timestamp(now(3)) AS seconds',
  );
  const afterMs = clock.nowMs();
  const middleMs = (beforeMs + afterMs) / 2;
  return judgeClock(Number(row?.seconds) * 1000 - middleMs, afterMs - beforeMs);
}

/** What is kept sealed is looked at with our own keys; cookies that no longer open cost each person one sign-in. */
function checkKey(services: INestApplicationContext): Check {
  const box = services.get(SecretBox);
  const text = Buffer.from('doctor');
  const isUsable = box.open('doctor', '', box.seal('doctor', '', text))?.equals(text) ?? false;
  return isUsable
    ? ok('secret key', 'seals and opens')
    : broken('secret key', 'does not open what it sealed', 'Set SECRET_KEY anew.');
}

async function checkSchema(services: INestApplicationContext): Promise<Check> {
  const name = 'migrations';
  const { done, pending, unknown } = await services.get(Migrator).status();
  if (pending.length > 0)
    return broken(
      name,
      `${pending.length} pending: ${pending.join(', ')}`,
      'Run: imagen-sso migrate',
    );
  return unknown.length > 0
    ? warning(
        name,
        `${unknown.length} of a newer version`,
        'Fine during an upgrade; afterwards run that version everywhere.',
      )
    : ok(name, `${done.length} done, none pending`);
}

async function checkSeals(services: INestApplicationContext): Promise<Check> {
  return judgeSeals(await services.get(SpKeys).seals(services.get(Database)));
}

async function checkTenants(services: INestApplicationContext): Promise<Check[]> {
  const database = services.get(Database);
  const nowMs = services.get(Clock).nowMs();
  const tenants = await services.get(TenantsService).list(database);
  const checks: Check[] = [];
  for (const tenant of tenants) {
    const connections = services.get(ConnectionsService);
    const connection = await connections.findActive(database, tenant.id);
    const metadata =
      connection &&
      judgeMetadata(
        tenant.subdomain,
        connection,
        await connections.findMetadataState(database, connection),
        nowMs,
      );
    checks.push(
      connection
        ? judgeCertificates(tenant.subdomain, connection, nowMs)
        : warning(
            'tenants',
            `${tenant.subdomain}: no active connection, so its host looks unknown`,
            'Import its IdP’s metadata with --activate.',
          ),
      ...(metadata ? [metadata] : []),
      judgeSpKeys(tenant.subdomain, await services.get(SpKeys).list(database, tenant.id), nowMs),
    );
  }
  return tenants.length > 0
    ? checks
    : [
        warning(
          'tenants',
          'there is none yet',
          'Run: imagen-sso tenant create <subdomain> --name <name>',
        ),
      ];
}

import { randomBytes } from 'node:crypto';
import type { Arrival } from '../../src/auth/sign-in/arrival.js';
import type { Connection } from '../../src/connections/index.js';
import type { Tenant } from '../../src/tenants/index.js';
import { cpuMsOf, rsaVerificationMs } from '../load/cpu-time.ts';
import { freePort } from '../load/free-port.ts';
import { newRequestId, oneResponse, type OneResponse } from '../load/one-response.ts';
import { productEnvironment } from '../load/product.ts';
import { loadParts, type Parts } from '../load/product-parts.ts';
import { ms, printTable } from '../load/report.ts';
import type { Size } from '../load/rounds.ts';
import type { CpuMs, Target } from '../load/target.ts';
import type { World } from '../load/world.ts';

const TIMES = 4; // for each person of a round

/** What does the sign-in's transaction cost, of a person who was here before? The built product's service, in this process. */
export async function askTransaction(world: World, size: Size): Promise<void> {
  const parts = await loadParts();
  const target = world.onMariaDb ?? world.onSqlite;
  const count = TIMES * size.people;
  const few = await measure(parts, target, 10, count);
  const many = await measure(parts, target, 150, count);
  printTable([
    [`the transaction on ${target.name}, CPU-ms`, '10 groups', '150 groups'],
    ['in Node', ms(few.node), ms(many.node)],
    ['in the database', ms(few.database), ms(many.database)],
    ['one RSA-2048 verification', ms(rsaVerificationMs()), ms(rsaVerificationMs())],
  ]);
}

async function measure(
  parts: Parts,
  target: Target,
  groupCount: number,
  count: number,
): Promise<CpuMs> {
  const app = await parts.createApp({
    ...productEnvironment(target.databaseUrl, await freePort()),
    LOG_LEVEL: 'silent',
  });
  await app.init();
  try {
    const response = oneResponse(parts, target, groupCount);
    const database = app.get(parts.Database, { strict: false });
    const tenants = app.get(parts.TenantsService, { strict: false });
    const tenant = await tenants.getBySubdomain(database, 'acme');
    const connections = app.get(parts.ConnectionsService, { strict: false });
    const connection = await connections.findActive(database, tenant.id);
    if (!connection) throw new Error('no connection');
    const service = app.get(parts.SignInService, { strict: false });
    const complete = async (): Promise<void> => {
      const { kind } = await service.complete(arrivalOf(parts, tenant, connection, response));
      if (kind !== 'signed_in') throw new Error(`not signed in: ${kind}`);
    };
    return await cpuOf(count, complete, target.databasePid);
  } finally {
    await app.close();
  }
}

/** Another assertion of the same person: the same content, used for the first time. */
function arrivalOf(
  { uuidv7 }: Parts,
  tenant: Tenant,
  connection: Connection,
  { outline, assertion }: OneResponse,
): Arrival {
  const nowMs = Date.now();
  const requestId = newRequestId();
  const solicitation = { kind: 'solicited', requestId } as const;
  const unused = { ...assertion, id: requestId };
  const certificateSha256Hex = connection.certificates.map(({ sha256Hex }) => sha256Hex);
  const value = { connection, outline, assertion: unused, solicitation, certificateSha256Hex };
  return {
    id: uuidv7(nowMs),
    nowMs,
    tenant,
    exchange: {
      decision: { accepted: true, value },
      message: null,
      connection,
      isSignatureVerified: true,
      namesUnknownKey: false,
      receivedAt: performance.now(),
    },
    browser: {
      attempts: [
        {
          kind: 'attempt',
          requestId,
          connectionId: connection.id,
          connectionVersion: connection.version,
          returnTo: '/',
          startedAtMs: nowMs,
          previousSessionId: null,
          demands: { maxAgeSeconds: null, isMfaRequired: false },
        },
      ],
      done: [],
    },
    credential: { id: uuidv7(nowMs), secret: randomBytes(32).toString('base64url') },
    hasBounced: false,
    origin: { ip: '203.0.113.9', userAgent: 'Mozilla/5.0', requestId },
  };
}

async function cpuOf(
  count: number,
  work: () => unknown,
  databasePid: number | null = null,
): Promise<CpuMs> {
  for (let n = 0; n < count / 3; n += 1) await work();
  const databaseBefore = cpuMsOf(databasePid) ?? 0;
  const before = process.cpuUsage();
  for (let n = 0; n < count; n += 1) await work();
  const { user, system } = process.cpuUsage(before);
  const database = (cpuMsOf(databasePid) ?? 0) - databaseBefore;
  return { node: (user + system) / 1000 / count, database: database / count };
}

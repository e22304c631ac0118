import { randomBytes, X509Certificate } from 'node:crypto';
import { SAML } from '@node-saml/passport-saml';
import type { ResponseExpectation } from '../../src/auth/saml/domain/decide-response.js';
import type { ResponseOutline } from '../../src/auth/saml/domain/response-outline.js';
import type { VerifiedAssertion } from '../../src/auth/saml/domain/verified-assertion.js';
import type { Arrival } from '../../src/auth/sign-in/arrival.js';
import type { Connection } from '../../src/connections/index.js';
import type { Tenant } from '../../src/tenants/index.js';
import type { TrustedKey } from '../../src/xml/index.js';
import { cpuMsOf, rsaVerificationMs } from '../load/cpu-time.ts';
import { type Person, responseForm } from '../load/entra-response.ts';
import { freePort } from '../load/free-port.ts';
import { newPeople } from '../load/people.ts';
import { productEnvironment } from '../load/product.ts';
import { loadParts, type Parts, valueOf } from '../load/product-parts.ts';
import { ms, printTable } from '../load/report.ts';
import type { Size } from '../load/rounds.ts';
import { addressingOf, type CpuMs, type Target } from '../load/target.ts';
import type { World } from '../load/world.ts';

const TIMES = 4; // each part, for each person of a round

/** Where does the time of the ACS go? The built product's own parts, in this process, one after the other. */
export async function askParts(world: World, size: Size): Promise<void> {
  const parts = await loadParts();
  const target = world.onMariaDb ?? world.onSqlite;
  const count = TIMES * size.people;
  const few = await measure(parts, target, 10, count);
  const many = await measure(parts, target, 150, count);
  printTable([
    [`parts of the ACS on ${target.name}, CPU-ms`, '10 groups', '150 groups'],
    ...[...few].map(([name, value]) => [name, ms(value), ms(many.get(name) ?? Number.NaN)]),
    ['one RSA-2048 verification', ms(rsaVerificationMs()), ms(rsaVerificationMs())],
  ]);
}

async function measure(
  parts: Parts,
  target: Target,
  groupCount: number,
  count: number,
): Promise<ReadonlyMap<string, number>> {
  const [person] = newPeople(1, groupCount);
  if (!person) throw new Error('nobody to sign in');
  const app = await parts.createApp({
    ...productEnvironment(target.databaseUrl, await freePort()),
    LOG_LEVEL: 'silent',
  });
  await app.init();
  try {
    const message = await measureMessage(parts, target, person, count);
    const tenant = await app
      .get(parts.TenantsService, { strict: false })
      .getBySubdomain(app.get(parts.Database, { strict: false }), 'acme');
    const connection = await app
      .get(parts.ConnectionsService, { strict: false })
      .findActive(app.get(parts.Database, { strict: false }), tenant.id);
    if (!connection) throw new Error('no connection');
    const service = app.get(parts.SignInService, { strict: false });
    const complete = async (): Promise<void> => {
      const arrival = arrivalOf(parts, tenant, connection, message);
      const { kind } = await service.complete(arrival);
      if (kind !== 'signed_in') throw new Error(`not signed in: ${kind}`);
    };
    const transaction = await cpuOf(count, complete, target.databasePid);
    return new Map([
      ...message.costs,
      ['transaction, in Node', transaction.node],
      ['transaction, in the database', transaction.database],
    ]);
  } finally {
    await app.close();
  }
}

interface Message {
  readonly outline: ResponseOutline;
  readonly assertion: VerifiedAssertion;
  readonly costs: readonly (readonly [string, number])[];
}

/** All that is decided from the message alone. */
async function measureMessage(
  parts: Parts,
  target: Target,
  person: Person,
  count: number,
): Promise<Message> {
  const addressing = addressingOf('acme', target.acsPath);
  const nowMs = Date.now();
  const body = Buffer.from(responseForm(person, newRequestId(), addressing, target.key, nowMs));
  const form = { contentType: 'application/x-www-form-urlencoded', body };
  const keys = [trustedKey(target.key.certificateBase64)];
  const judged = { keys, signedElement: 'either', allowsSha1: false } as const;
  const times = { clockSkewSeconds: 180, nowMs, maxResponseAgeSeconds: 600 };
  const expected = { ...addressing, ...times, ...judged };
  const message = valueOf(parts.gateMessage(form));
  const outline = valueOf(parts.gateResponse(message.xml));
  const { assertion } = valueOf(parts.verifyResponse(message.xml, outline, keys));
  const theirs = new SAML(secondOpinionOf(parts, message.xml, expected));
  const answer = { SAMLResponse: message.xmlBytes.toString('base64') };
  const node = async (work: () => unknown): Promise<number> => (await cpuOf(count, work)).node;
  return {
    outline,
    assertion,
    costs: [
      ['gate: form and base64', await node(() => parts.gateMessage(form))],
      ['gate: XML', await node(() => parts.gateResponse(message.xml))],
      [
        'signature, and reading what was signed',
        await node(() => valueOf(parts.verifyResponse(message.xml, outline, keys))),
      ],
      [
        'profile checks',
        await node(() => valueOf(parts.checkProfile(outline, assertion, expected))),
      ],
      [
        'deciding on the response: gate, signature, profile',
        await node(() => valueOf(parts.decideResponse(message.xml, expected).decision)),
      ],
      ['node-saml alone', await node(() => theirs.validatePostResponseAsync(answer))],
    ],
  };
}

function trustedKey(certificateBase64: string): TrustedKey {
  const certificate = new X509Certificate(Buffer.from(certificateBase64, 'base64'));
  return {
    certificateBase64,
    certificateSha256Hex: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    key: certificate.publicKey,
  };
}

/** node-saml with its own checks on, as SAML_SECOND_OPINION asks it. */
function secondOpinionOf(parts: Parts, xml: string, expected: ResponseExpectation) {
  const accepted = valueOf(parts.decideResponse(xml, expected).decision);
  return parts.secondOpinionOptions(accepted, expected);
}

/** Another assertion of the same person: the same content, used for the first time. */
function arrivalOf(
  { uuidv7 }: Parts,
  tenant: Tenant,
  connection: Connection,
  { outline, assertion }: Message,
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

function newRequestId(): string {
  return `_${randomBytes(20).toString('hex')}`;
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

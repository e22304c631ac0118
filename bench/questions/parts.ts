import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { rsaVerificationMs } from '../load/cpu-time.ts';
import { responseForm } from '../load/entra-response.ts';
import { newPeople } from '../load/people.ts';
import { addressingOf, SSO_URL } from '../load/target.ts';
import type { World } from '../load/world.ts';
import { table } from './sign-in-costs.ts';

const built = (path: string): string => resolve(import.meta.dirname, '../../dist', path);

interface Accepted {
  readonly accepted: boolean;
  readonly value: { readonly xml: string; readonly base64: string };
}

/** The built product's own functions: only what this question calls. */
interface Functions {
  gateMessage(form: { contentType: string; body: Buffer }): Accepted;
  gateResponse(xml: string): { accepted: boolean; value: unknown };
  verifyResponse(
    message: unknown,
    outline: unknown,
    input: unknown,
  ): Promise<{ accepted: boolean; value: unknown }>;
  checkProfile(outline: unknown, assertion: unknown, expected: unknown): { accepted: boolean };
}

/** Where do the milliseconds of the ACS go? In this process, one part after the other, without HTTP and database. */
export async function partsOfASignIn(world: World, count: number): Promise<void> {
  const functions = await load();
  const rows: string[][] = [['part, CPU-ms each', '10 groups', '150 groups']];
  const few = await measure(functions, world, 10, count);
  const many = await measure(functions, world, 150, count);
  for (const name of Object.keys(few)) {
    rows.push([name, (few[name] ?? 0).toFixed(3), (many[name] ?? 0).toFixed(3)]);
  }
  rows.push([
    'one GET /healthz: HTTP and framework',
    (await frameworkMs(world, count)).toFixed(3),
    '',
  ]);
  rows.push(['one RSA-2048 verification', rsaVerificationMs().toFixed(3), '']);
  console.log('');
  table(rows);
  console.log(
    'The rest of the ACS is the transaction: in Node and, as "database" above, in MariaDB.',
  );
}

async function load(): Promise<Functions> {
  const [message, xml, verify, profile] = await Promise.all(
    [
      'domain/gate-message.js',
      'domain/gate-xml.js',
      'verify-response.js',
      'domain/check-profile.js',
    ].map((file) => import(built(`auth/saml/${file}`)) as Promise<Partial<Functions>>),
  );
  return { ...message, ...xml, ...verify, ...profile } as Functions;
}

async function measure(
  functions: Functions,
  world: World,
  groups: number,
  count: number,
): Promise<Record<string, number>> {
  const key = world.keys.current;
  const addressing = addressingOf('acme', '/saml/module.php/saml/sp/saml2-acs.php/imagenweb');
  const requestId = `_${randomBytes(20).toString('hex')}`;
  const nowMs = Date.now();
  const [person] = newPeople(1, groups);
  if (!person) throw new Error('nobody to sign in');
  const body = Buffer.from(responseForm(person, requestId, addressing, key, nowMs));
  const form = { contentType: 'application/x-www-form-urlencoded', body };
  const input = { ...addressing, ssoUrl: SSO_URL, certificatesPem: [key.certificateBase64] };
  const expected = { ...addressing, clockSkewSeconds: 180, nowMs, maxResponseAgeSeconds: 600 };
  const message = functions.gateMessage(form);
  const outline = functions.gateResponse(message.value.xml);
  const verified = await functions.verifyResponse(message.value, outline.value, input);
  const profile = functions.checkProfile(outline.value, verified.value, expected);
  if (!profile.accepted) throw new Error('the response of the benchmark is refused');
  return {
    'transport gate': await cpuMs(count, () => functions.gateMessage(form)),
    'XML gate: our reader': await cpuMs(count, () => functions.gateResponse(message.value.xml)),
    'signature, and the assertion from its bytes': await cpuMs(count, () =>
      functions.verifyResponse(message.value, outline.value, input),
    ),
    'profile checks': await cpuMs(count, () =>
      functions.checkProfile(outline.value, verified.value, expected),
    ),
  };
}

async function cpuMs(count: number, work: () => unknown): Promise<number> {
  for (let n = 0; n < count / 4; n += 1) await work();
  const before = process.cpuUsage();
  for (let n = 0; n < count; n += 1) await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / count;
}

async function frameworkMs(world: World, count: number): Promise<number> {
  const asks = Array.from({ length: count }, () => ({ path: '/healthz' }));
  const target = world.onSqlite;
  await target.load('acme').all(asks);
  const { cpu } = await target.cpuPer(count, () => target.load('acme').all(asks));
  return cpu.node;
}

import { execFile } from 'node:child_process';
import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';

interface Cost {
  readonly family: string;
  readonly name: string;
  readonly bytes: number;
  readonly meanMs: number;
  readonly maxMs: number;
}

interface Measured {
  readonly heapBytes: readonly number[];
  readonly refusals: readonly Cost[];
  readonly acceptances: readonly Cost[];
}

const P99_MS = 5;
const MAX_MS = 50;
/** One RSA-2048 verification where the limits were set. Neighbours on the same cores make everything dearer, that too. */
const VERIFICATION_MS = 0.03;
/** A single measurement is as exact as the kernel's clock tick, and means of twenty to a part of it. */
const TICK_MS = 4;
const FLAGS = ['--expose-gc', '--experimental-transform-types', '--no-warnings'];

/** The whole table, twenty rounds, in a process of its own. */
async function measure(): Promise<Measured> {
  const script = resolve(import.meta.dirname, 'measure.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, [...FLAGS, script], {
    env: { ...process.env, NODE_OPTIONS: '' },
    maxBuffer: 16 * 1024 * 1024,
  });
  return JSON.parse(stdout) as Measured;
}

/** How much dearer everything is here and now than where the limits were set; never cheaper. */
function slowness(): number {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const bytes = Buffer.alloc(500, 1);
  const signature = sign('sha256', bytes, privateKey);
  const key = createPublicKey(publicKey.export({ type: 'spki', format: 'pem' }));
  const count = 1500;
  const before = process.cpuUsage();
  for (let n = 0; n < count; n += 1) verify('sha256', bytes, key, signature);
  const { user, system } = process.cpuUsage(before);
  return Math.max(1, (user + system) / 1000 / count / VERIFICATION_MS);
}

describe('what it costs to decide on the whole table', () => {
  let measured: Measured;
  let scale: number;

  beforeAll(async () => {
    const before = slowness();
    measured = await measure();
    scale = Math.max(before, slowness());
  }, 300_000);

  it('is at most 5 ms of CPU for a refusal, the one in a hundred apart, and never above 50', () => {
    const means = measured.refusals.map(({ meanMs }) => meanMs).sort((a, b) => a - b);
    expect(means.length).toBeGreaterThanOrEqual(250);
    expect(means[Math.floor(means.length * 0.99)]).toBeLessThanOrEqual(P99_MS * scale);
    const dearest = Math.max(...measured.refusals.map(({ maxMs }) => maxMs));
    expect(dearest).toBeLessThanOrEqual(MAX_MS * scale);
  });

  it('is never more for a refusal than for accepting a message of the same size', () => {
    const sizes = measured.acceptances.toSorted((a, b) => a.bytes - b.bytes);
    expect(sizes.length).toBeGreaterThanOrEqual(10);
    for (const refusal of measured.refusals) {
      const control = sizes.find(({ bytes }) => bytes >= refusal.bytes) ?? sizes.at(-1);
      const limitMs = (control?.meanMs ?? 0) + TICK_MS / 2;
      expect({ ...refusal, tooDear: refusal.meanMs > limitMs * scale }).toMatchObject({
        tooDear: false,
      });
    }
  });

  it('leaves nothing behind: twenty rounds take no more memory than five', () => {
    const [fifth = 0, twentieth = Infinity] = [measured.heapBytes[4], measured.heapBytes[19]];
    expect(twentieth / fifth).toBeLessThanOrEqual(1.05);
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { createPublicKey, generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto';

/**
 * CPU time that a process has used, milliseconds, all threads. Nanoseconds of the scheduler where the kernel counts
 * them; /proc/PID/stat only knows ticks of 10 ms. Null: no such process for us to see, as a database elsewhere.
 */
export function cpuMsOf(pid: number | null): number | null {
  if (pid === null) return null;
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    return threads.reduce((sum, thread) => sum + threadMs(pid, thread), 0);
  } catch {
    return null;
  }
}

function threadMs(pid: number, thread: string): number {
  const schedstat = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8');
  return Number(schedstat.split(' ')[0]) / 1e6;
}

const VERIFICATIONS = 1_500;

/** CPU of one RSA-2048 verification on this machine, right now: what every other figure is compared with. */
export function rsaVerificationMs(): number {
  const { privateKey, publicKey } = keys;
  const bytes = randomBytes(500);
  const signature = sign('sha256', bytes, privateKey);
  const key = createPublicKey(publicKey.export({ type: 'spki', format: 'pem' }));
  const before = process.cpuUsage();
  for (let round = 0; round < VERIFICATIONS; round += 1) verify('sha256', bytes, key, signature);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / VERIFICATIONS;
}

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });

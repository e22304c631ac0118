import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

const READY_WITHIN_MS = 60_000;

export interface ServerProcess {
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts a server in a process of its own and waits until `url` answers, whatever its status. */
export async function startServer(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  url: string,
): Promise<ServerProcess> {
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env.PATH ?? '', STOP_DELAY_SECONDS: '0', ...env },
    stdio: ['ignore', 'ignore', 'inherit'], // its log costs what it costs in production, and goes nowhere
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  };
  const giveUpAt = Date.now() + READY_WITHIN_MS;
  while (Date.now() < giveUpAt) {
    if (child.exitCode !== null) break;
    const answer = await fetch(url).catch(() => null);
    if (answer) return { pid: child.pid ?? 0, stop };
    await pause(50);
  }
  await stop();
  throw new Error(`${args.join(' ')} did not answer at ${url}`);
}

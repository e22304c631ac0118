import { setTimeout as pause } from 'node:timers/promises';

/** Asks again until there is an answer. @throws Error naming `what` when there was none in time */
export async function until<T>(
  what: string,
  ask: () => Promise<T | null>,
  withinMs = 20_000,
): Promise<T> {
  const endMs = Date.now() + withinMs;
  while (Date.now() < endMs) {
    const answer = await ask();
    if (answer !== null) return answer;
    await pause(50);
  }
  throw new Error(`${what}: not within ${withinMs.toString()} ms`);
}

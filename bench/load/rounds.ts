import type { Target } from './target.ts';

/** How long the run may take. */
export interface Size {
  readonly rounds: number;
  readonly people: number; // per round, question and server
  readonly warmUp: number; // sign-ins per server
}

/**
 * Asks every server in every round, each round beginning with another one: a machine's mood then meets all of them alike,
 * and what is compared happened within a second or two.
 * @returns by server, the answers of the rounds
 */
export async function inRounds<T>(
  targets: readonly Target[],
  rounds: number,
  ask: (target: Target, round: number) => Promise<T>,
): Promise<ReadonlyMap<Target, readonly T[]>> {
  const answers = new Map<Target, T[]>(targets.map((target) => [target, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < targets.length; turn += 1) {
      const target = targets[(round + turn) % targets.length];
      if (target) answers.get(target)?.push(await ask(target, round));
    }
  }
  return answers;
}

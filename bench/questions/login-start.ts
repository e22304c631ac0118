import { medianOf, ms, printTable, ratioCells } from '../load/report.ts';
import { inRounds, type Size } from '../load/rounds.ts';
import type { World } from '../load/world.ts';

const VISITS = 4; // as many times as a round has people

/** What does it cost to be sent to the IdP? It writes nothing, so this is what a flood of starts costs, too. */
export async function askLoginStart(
  { targets, onMariaDb, baseline }: World,
  size: Size,
): Promise<void> {
  const asks = Array.from({ length: VISITS * size.people }, () => ({ path: '/site/login' }));
  const costs = await inRounds(targets, size.rounds, async (target) => {
    const { cpu, result } = await target.cpuPer(asks.length, () => target.load('acme').all(asks));
    if (result.answers.some(({ status }) => status !== 302)) throw new Error('no redirect');
    return cpu.node + cpu.database;
  });
  const rows = targets.map((target) => [target.name, ms(medianOf(costs.get(target) ?? []))]);
  printTable([['login start, CPU-ms with the database', 'each'], ...rows]);
  if (!onMariaDb || !baseline) return;
  const cells = ratioCells(costs.get(onMariaDb) ?? [], costs.get(baseline) ?? []);
  printTable([
    ['ratio', 'median', 'range'],
    [`login start: ${onMariaDb.name} to ${baseline.name}`, ...cells],
  ]);
}

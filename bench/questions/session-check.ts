import { newPeople } from '../load/people.ts';
import { medianOf, ms, printTable, ratioCells } from '../load/report.ts';
import { inRounds, type Size } from '../load/rounds.ts';
import { sessionCookies } from '../load/sign-in.ts';
import type { World } from '../load/world.ts';

const VISITS = 10; // as many times as a round has people

/** What does "who is this?" cost, which is asked a hundred times as often as somebody signs in? */
export async function askSessionCheck(
  { targets, onMariaDb, baseline }: World,
  size: Size,
): Promise<void> {
  const people = newPeople(8, 10);
  const cookies = new Map<unknown, readonly string[]>();
  for (const target of targets) cookies.set(target, await sessionCookies(target, people));
  const costs = await inRounds(targets, size.rounds, async (target) => {
    const own = cookies.get(target) ?? [];
    const asks = Array.from({ length: VISITS * size.people }, (_, index) => ({
      path: '/site/session',
      cookie: own[index % own.length] ?? '',
    }));
    const { cpu, result } = await target.cpuPer(asks.length, () => target.load('acme').all(asks));
    if (result.answers.some(({ status }) => status !== 200)) throw new Error('no session');
    return cpu.node + cpu.database;
  });
  const rows = targets.map((target) => [target.name, ms(medianOf(costs.get(target) ?? []))]);
  printTable([['session check, CPU-ms with the database', 'each'], ...rows]);
  if (!onMariaDb || !baseline) return;
  const cells = ratioCells(costs.get(onMariaDb) ?? [], costs.get(baseline) ?? []);
  printTable([
    ['ratio', 'median', 'range'],
    [`session check: ${onMariaDb.name} to ${baseline.name}`, ...cells],
  ]);
}

import { rsaVerificationMs } from '../load/cpu-time.ts';
import type { Person } from '../load/entra-response.ts';
import { newPeople } from '../load/people.ts';
import { signIn, type SignInCosts } from '../load/sign-in.ts';
import { percentile, spreadOf } from '../load/statistics.ts';
import { addressingOf, type Target, type TenantName } from '../load/target.ts';
import type { World } from '../load/world.ts';

export interface Size {
  readonly rounds: number;
  readonly people: number;
  readonly warmUp: number;
}

interface Question {
  readonly name: string;
  readonly tenant: TenantName;
  people(): Person[];
}

/** Who has signed in before stays the same; who is new is new in every round, and to every server. */
function questionsFor(count: number): readonly Question[] {
  const known = newPeople(count, 10);
  const many = newPeople(count, 150);
  const rolled = newPeople(count, 10);
  return [
    { name: 'returning, 10 groups', tenant: 'acme', people: () => known },
    { name: 'new, 10 groups', tenant: 'acme', people: () => newPeople(count, 10) },
    { name: 'returning, 150 groups', tenant: 'acme', people: () => many },
    { name: 'second of two certificates', tenant: 'rollover', people: () => rolled },
  ];
}

type Figures = Map<string, { costs: SignInCosts; rsaMs: number }[]>;

/** How much does a sign-in cost, and how does it compare with the least that one could build? */
export async function signInCosts(world: World, size: Size): Promise<void> {
  const figures: Figures = new Map();
  const questions = questionsFor(size.people);
  for (const target of world.targets) await warmUp(target, questions, size);
  for (let round = 0; round < size.rounds; round += 1) {
    for (const question of questions) {
      const people = question.people();
      for (const target of rotated(world.targets, round)) {
        const rsaMs = rsaVerificationMs();
        const costs = await signIn(target, people, question.tenant);
        const key = `${question.name}|${target.name}`;
        figures.set(key, [...(figures.get(key) ?? []), { costs, rsaMs }]);
      }
    }
  }
  const garbage = await Promise.all(
    world.targets.slice(0, 1).map((target) => garbageCost(target, size.people)),
  );
  print({ world, questions, figures, size, garbageMs: garbage[0] ?? Number.NaN });
}

async function warmUp(
  target: Target,
  questions: readonly Question[],
  { warmUp: count, people }: Size,
): Promise<void> {
  for (let done = 0; done < count; done += questions.length * people) {
    for (const question of questions) await signIn(target, question.people(), question.tenant);
  }
}

function rotated<T>(values: readonly T[], by: number): T[] {
  return values
    .map((_, index) => values[(index + by) % values.length])
    .filter((value) => value !== undefined);
}

/** A post that is refused before any signature: what a flood costs, its record included while the budget lasts. */
async function garbageCost(target: Target, count: number): Promise<number> {
  const { acsUrl } = addressingOf('acme', target.acsPath);
  const form = new URLSearchParams({
    SAMLResponse: Buffer.from(`<x>${acsUrl.repeat(60)}</x>`).toString('base64'),
  }).toString();
  const posts = Array.from({ length: count }, () => ({ path: target.acsPath, form }));
  await target.load('acme').all(posts);
  const { cpu } = await target.cpuPer(count, () => target.load('acme').all(posts));
  return cpu.node + cpu.database;
}

interface Results {
  readonly world: World;
  readonly questions: readonly Question[];
  readonly figures: Figures;
  readonly size: Size;
  readonly garbageMs: number;
}

function print({ world, questions, figures, size, garbageMs }: Results): void {
  const rows: string[][] = [
    [
      'sign-in (CPU-ms, median)',
      'server',
      'login',
      'ACS',
      'session',
      'database',
      'all',
      'in RSA-2048 verifications',
      'p99/p50',
    ],
  ];
  for (const { name } of questions) {
    for (const target of world.targets) {
      const samples = figures.get(`${name}|${target.name}`) ?? [];
      const of = (read: (costs: SignInCosts) => number): number =>
        spreadOf(samples.map(({ costs }) => read(costs))).median;
      const inRsa = spreadOf(samples.map(({ costs, rsaMs }) => total(costs) / rsaMs)).median;
      const wall = samples.flatMap(({ costs }) => costs.acsWallMs);
      rows.push([
        name,
        target.name,
        ms(of(({ login }) => login.node)),
        ms(of(({ acs }) => acs.node)),
        ms(of(({ session }) => session.node)),
        ms(of(({ login, acs, session }) => login.database + acs.database + session.database)),
        ms(of(total)),
        inRsa.toFixed(0),
        (percentile(wall, 0.99) / percentile(wall, 0.5)).toFixed(1),
      ]);
    }
  }
  table(rows);
  console.log('');
  const ratios: string[][] = [
    ['ratio, whole sign-in, Node and database', 'median', 'min', 'max', 'aim'],
  ];
  if (world.onMariaDb && world.baseline) {
    for (const { name } of questions) {
      ratios.push(
        ratioRow(
          `${name}: Imagen SSO / minimal application`,
          figures,
          [name, world.onMariaDb],
          [name, world.baseline],
          '1.10',
        ),
      );
    }
    const [known = '', fresh = '', many = '', second = ''] = questions.map(
      (question) => question.name,
    );
    const on = world.onMariaDb;
    ratios.push(ratioRow('new / returning', figures, [fresh, on], [known, on], '1.20'));
    ratios.push(ratioRow('150 / 10 groups', figures, [many, on], [known, on], '2.20'));
    ratios.push(ratioRow('second / first certificate', figures, [second, on], [known, on], '1.05'));
  }
  table(ratios);
  const good = spreadOf(
    (figures.get(`${questions[0]?.name ?? ''}|${world.targets[0]?.name ?? ''}`) ?? []).map(
      ({ costs }) => costs.acs.node + costs.acs.database,
    ),
  ).median;
  console.log(
    `\na refused post, recorded or counted: ${ms(garbageMs)} CPU-ms, ${(garbageMs / good).toFixed(2)} of a good one at the ACS (aim 0.20 before it is recorded)`,
  );
  console.log(
    `one RSA-2048 verification: ${rsaVerificationMs().toFixed(3)} CPU-ms; ${size.rounds} rounds of ${size.people} sign-ins each, 4 at a time`,
  );
}

type Cell = readonly [question: string, target: Target];

function ratioRow(
  name: string,
  figures: Figures,
  [a, onA]: Cell,
  [b, onB]: Cell,
  aim: string,
): string[] {
  const upper = figures.get(`${a}|${onA.name}`) ?? [];
  const lower = figures.get(`${b}|${onB.name}`) ?? [];
  const { median, min, max } = spreadOf(
    upper.map(({ costs }, round) => total(costs) / total(lower[round]?.costs ?? costs)),
  );
  return [name, median.toFixed(2), min.toFixed(2), max.toFixed(2), aim];
}

function total({ login, acs, session }: SignInCosts): number {
  return [login, acs, session].reduce((sum, { node, database }) => sum + node + database, 0);
}

function ms(value: number): string {
  return value.toFixed(2);
}

export function table(rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  rows.forEach((row, index) => {
    const cells = row.map((cell, column) =>
      column < 2 && row.length > 6
        ? cell.padEnd(widths[column] ?? 0)
        : column === 0
          ? cell.padEnd(widths[column] ?? 0)
          : cell.padStart(widths[column] ?? 0),
    );
    console.log(`| ${cells.join(' | ')} |`);
    if (index === 0) console.log(`|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`);
  });
}

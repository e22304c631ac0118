import { rsaVerificationMs } from '../load/cpu-time.ts';
import type { Person } from '../load/entra-response.ts';
import { newPeople } from '../load/people.ts';
import { medianOf, ms, printTable, ratioCells } from '../load/report.ts';
import { inRounds, type Size } from '../load/rounds.ts';
import { signIn, type SignInCosts } from '../load/sign-in.ts';
import { percentile } from '../load/statistics.ts';
import type { CpuMs, Target, TenantName } from '../load/target.ts';
import type { World } from '../load/world.ts';

interface Kind {
  readonly name: string;
  readonly tenant: TenantName;
  people(): Person[];
}

interface Sample extends SignInCosts {
  readonly rsaMs: number;
}

type Samples = ReadonlyMap<Target, readonly Sample[]>;

/** Who was here before stays the same; who is new is new to every server in every round. */
function kindsFor(count: number): readonly [Kind, Kind, Kind, Kind] {
  const known = newPeople(count, 10);
  const ofManyGroups = newPeople(count, 150);
  const rolledOver = newPeople(count, 10);
  return [
    { name: 'returning, 10 groups', tenant: 'acme', people: () => known },
    { name: 'new, 10 groups', tenant: 'acme', people: () => newPeople(count, 10) },
    { name: 'returning, 150 groups', tenant: 'acme', people: () => ofManyGroups },
    { name: 'second of two certificates', tenant: 'rollover', people: () => rolledOver },
  ];
}

/** What does a whole sign-in cost, login start, ACS and the session check after it, beside the least one could build? */
export async function askSignIn(world: World, size: Size): Promise<void> {
  const kinds = kindsFor(size.people);
  for (const target of world.targets) {
    for (let done = 0; done < size.warmUp; done += size.people * kinds.length)
      for (const kind of kinds) await signIn(target, kind.people(), kind.tenant);
  }
  // Kind after kind in every round, so that none of them meets a server that is still warming up.
  const turns = await inRounds(world.targets, size.rounds * kinds.length, async (target, turn) => {
    const kind = kinds[turn % kinds.length] ?? kinds[0];
    const rsaMs = rsaVerificationMs();
    return { kind, rsaMs, ...(await signIn(target, kind.people(), kind.tenant)) };
  });
  const results = new Map(
    kinds.map((kind) => [
      kind,
      new Map([...turns].map(([target, all]) => [target, all.filter((one) => one.kind === kind)])),
    ]),
  );
  printTable([
    ['sign-in, CPU-ms', 'server', 'login', 'ACS', 'session', 'database', 'sum', 'RSA', 'p99/p50'],
    ...[...results].flatMap(([kind, samples]) => costRows(kind, samples)),
  ]);
  printRatios(world, kinds, results);
}

function costRows({ name }: Kind, samples: Samples): string[][] {
  return [...samples].map(([target, rounds]) => {
    const wallMs = rounds.flatMap(({ acsWallMs }) => acsWallMs);
    return [
      name,
      target.name,
      ms(medianOf(rounds.map(({ login }) => login.node))),
      ms(medianOf(rounds.map(({ acs }) => acs.node))),
      ms(medianOf(rounds.map(({ session }) => session.node))),
      ms(medianOf(rounds.map((sample) => sumOf(sample, ({ database }) => database)))),
      ms(medianOf(rounds.map(wholeOf))),
      medianOf(rounds.map((sample) => wholeOf(sample) / sample.rsaMs)).toFixed(0),
      (percentile(wallMs, 0.99) / percentile(wallMs, 0.5)).toFixed(1),
    ];
  });
}

function printRatios(
  { onMariaDb, baseline }: World,
  [known, fresh, ofManyGroups, rolledOver]: readonly [Kind, Kind, Kind, Kind],
  results: ReadonlyMap<Kind, Samples>,
): void {
  if (!onMariaDb || !baseline) return;
  const of = (kind: Kind, target: Target): number[] =>
    (results.get(kind)?.get(target) ?? []).map(wholeOf);
  const toBaseline = [known, fresh, ofManyGroups, rolledOver].map((kind) => [
    `${kind.name}: ${onMariaDb.name} to ${baseline.name}`,
    ...ratioCells(of(kind, onMariaDb), of(kind, baseline)),
    '1.10',
  ]);
  const toReturning = (name: string, kind: Kind, aim: string): string[] => [
    name,
    ...ratioCells(of(kind, onMariaDb), of(known, onMariaDb)),
    aim,
  ];
  printTable([
    ['ratio of whole sign-ins, Node and database', 'median', 'range', 'at most'],
    ...toBaseline,
    toReturning('new to returning', fresh, '1.20'),
    toReturning('150 to 10 groups', ofManyGroups, '2.20'),
    toReturning('second to first certificate', rolledOver, '1.05'),
    inVerifications(fresh, results.get(fresh)?.get(onMariaDb) ?? []),
  ]);
}

function inVerifications({ name }: Kind, samples: readonly Sample[]): string[] {
  const rsaMs = samples.map((sample) => sample.rsaMs);
  return [`${name}: in RSA-2048 verifications`, ...ratioCells(samples.map(wholeOf), rsaMs), '150'];
}

function sumOf({ login, acs, session }: SignInCosts, read: (cpu: CpuMs) => number): number {
  return read(login) + read(acs) + read(session);
}

function wholeOf(sample: SignInCosts): number {
  return sumOf(sample, ({ node, database }) => node + database);
}

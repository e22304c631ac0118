import { SAML } from '@node-saml/passport-saml';
import { rsaVerificationMs } from '../load/cpu-time.ts';
import { oneResponse } from '../load/one-response.ts';
import { loadParts, type Parts, valueOf } from '../load/product-parts.ts';
import { medianOf, ms, printTable } from '../load/report.ts';
import type { Size } from '../load/rounds.ts';
import type { Target } from '../load/target.ts';
import type { World } from '../load/world.ts';

const DECISIONS = 500; // per round
const OPINIONS = 40; // node-saml needs some twenty times as long
const WARM_UP_ROUNDS = 4;

type Costs = ReadonlyMap<string, readonly number[]>;

/** What does deciding on one response cost, no HTTP, no database? In this process, everything in turn in every round. */
export async function askDeciding(world: World, size: Size): Promise<void> {
  const parts = await loadParts();
  const target = world.onMariaDb ?? world.onSqlite;
  const few = await measure(parts, target, 10, size.rounds);
  const many = await measure(parts, target, 150, size.rounds);
  const row = (name: string, read: (costs: Costs) => string, limit = ''): string[] => [
    ...[name, read(few), read(many), limit],
  ];
  const cpuMs = (part: string): string[] =>
    row(part, (costs) => ms(medianOf(costs.get(part) ?? [])));
  printTable([
    ['deciding on one response, CPU-ms', '10 groups', '150 groups', 'limit'],
    ...[...few.keys()].map(cpuMs),
    row('in RSA-2048 verifications', (costs) => ratio(costs, WHOLE, RSA), 'at most 20 and 40'),
    row('node-saml’s, as a multiple', (costs) => ratio(costs, THEIRS, WHOLE), 'at least 15'),
  ]);
}

const RSA = 'one RSA-2048 verification';
const WHOLE = 'all of it';
const THEIRS = 'node-saml’s validation';

async function measure(
  parts: Parts,
  target: Target,
  groupCount: number,
  rounds: number,
): Promise<Costs> {
  const { form, xml, xmlBytes, outline, assertion, expected } = oneResponse(
    parts,
    target,
    groupCount,
  );
  const decide = () => {
    const message = valueOf(parts.gateMessage(form));
    return valueOf(parts.decideResponse(message.xml, expected).decision);
  };
  const theirs = new SAML(parts.secondOpinionOptions(decide(), expected));
  const work: readonly (readonly [string, () => unknown])[] = [
    ['form, base64 and UTF-8', () => valueOf(parts.gateMessage(form))],
    ['gate: strict reader and structure', () => valueOf(parts.gateResponse(xml))],
    [
      'signature, and reading what was signed',
      () => valueOf(parts.verifyResponse(xml, outline, expected.keys)),
    ],
    ['profile checks', () => valueOf(parts.checkProfile(outline, assertion, expected))],
    [WHOLE, decide],
    [THEIRS, () => theirs.validatePostResponseAsync({ SAMLResponse: xmlBytes.toString('base64') })],
  ];
  const costs = new Map<string, number[]>();
  for (let round = 0; round < WARM_UP_ROUNDS + rounds; round += 1) {
    const these: [string, number][] = [];
    for (const [name, one] of work)
      these.push([name, await cpuMsOf(name === THEIRS ? OPINIONS : DECISIONS, one)]);
    these.push([RSA, rsaVerificationMs()]);
    if (round < WARM_UP_ROUNDS) continue;
    for (const [name, value] of these) costs.set(name, [...(costs.get(name) ?? []), value]);
  }
  return costs;
}

async function cpuMsOf(count: number, work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  for (let n = 0; n < count; n += 1) await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / count;
}

function ratio(costs: Costs, of: string, to: string): string {
  const below = costs.get(to) ?? [];
  const ratios = (costs.get(of) ?? []).map((value, round) => value / (below[round] ?? Number.NaN));
  return medianOf(ratios).toFixed(1);
}

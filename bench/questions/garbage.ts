import { newPeople } from '../load/people.ts';
import { medianOf, ms, printTable, ratioCells } from '../load/report.ts';
import { inRounds, type Size } from '../load/rounds.ts';
import { signIn } from '../load/sign-in.ts';
import type { World } from '../load/world.ts';

const LIMIT_BYTES = 256 * 1024;

/** Posts of no worth, by what the gate takes offence at; each is refused before any signature is looked at. */
const KINDS: readonly (readonly [name: string, xml: string])[] = [
  ['1 KB of no XML', 'garbage '.repeat(128)],
  ['1 KB of XML that is no response', `<a>${'<b></b>'.repeat(140)}</a>`],
  ['250 KB that open too many elements', `<a>${'<b></b>'.repeat(36_000)}`],
  ['250 KB in one attribute', `<a b="${'c'.repeat(255_000)}"></a>`],
  ['250 KB of text', `<a>${'text '.repeat(51_000)}</a>`],
  ['more than is taken', `<a>${'x'.repeat(LIMIT_BYTES)}</a>`],
];

/** Can anybody make us work harder with rubbish than with a sign-in? The few that are recorded are counted in. */
export async function askGarbage({ onMariaDb, onSqlite }: World, size: Size): Promise<void> {
  const target = onMariaDb ?? onSqlite;
  const people = newPeople(size.people, 10);
  const rows: string[][] = [];
  for (const [name, xml] of KINDS) {
    const form = new URLSearchParams({ SAMLResponse: Buffer.from(xml).toString('base64') });
    const posts = people.map(() => ({ path: target.acsPath, form: form.toString() }));
    const rounds = await inRounds([target], size.rounds, async () => {
      const { acs } = await signIn(target, people);
      const { cpu, result } = await target.cpuPer(posts.length, () =>
        target.load('acme').all(posts),
      );
      if (result.answers.some(({ status }) => status < 400)) throw new Error('not refused');
      return { good: acs.node + acs.database, bad: cpu.node + cpu.database };
    });
    const samples = rounds.get(target) ?? [];
    const bad = samples.map((sample) => sample.bad);
    const good = samples.map((sample) => sample.good);
    rows.push([name, ms(medianOf(bad)), ...ratioCells(bad, good), '1.00']);
  }
  printTable([
    [`refused posts on ${target.name}`, 'CPU-ms', 'to a good one', 'range', 'at most'],
    ...rows,
  ]);
}

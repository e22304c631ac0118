import { FAMILIES } from '../../../attack/index.js';
import { type Answer, printable } from '../../answer.js';
import type { Played } from './play-attacks.js';

/** `n of n refused` by family, then a line for each row that did not end as it has to. */
export function attackReport(subdomain: string, played: readonly Played[]): Answer {
  const missed = played.filter(({ verdict }) => verdict === 'missed');
  const attacks = played.filter(({ isControl }) => !isControl);
  const controls = played.filter(({ isControl }) => isControl);
  const families = FAMILIES.map((family) => ({
    family,
    ...countOf(attacks.filter(({ row }) => row.family === family)),
  })).filter(({ total }) => total > 0);
  const [refused, accepted] = [countOf(attacks), countOf(controls)];
  const width = Math.max(...families.map(({ family }) => family.length));
  return {
    json: {
      tenant: subdomain,
      refused: { right: refused.right, of: refused.total },
      accepted: { right: accepted.right, of: accepted.total },
      families: families.map(({ family, right, total }) => ({ family, refused: right, of: total })),
      missed: missed.map(({ row, isControl, found }) => ({
        family: row.family,
        name: row.name,
        advisories: row.advisories,
        expected: isControl ? 'accepted' : 'refused',
        found,
      })),
    },
    lines: [
      ...families.map(
        ({ family, right, total }) => `${family.padEnd(width)}  ${right} of ${total} refused`,
      ),
      `${subdomain}: ${refused.right} of ${refused.total} refused`,
      ...(accepted.total === 0
        ? []
        : [`${subdomain}: ${accepted.right} of ${accepted.total} legitimate variants accepted`]),
      ...missed.map(lineOf),
    ],
    exitCode: missed.length > 0 ? 1 : 0,
  };
}

function countOf(played: readonly Played[]): { readonly right: number; readonly total: number } {
  const right = played.filter(({ verdict }) => verdict === 'as_expected').length;
  return { right, total: played.length };
}

function lineOf({ row, isControl, found }: Played): string {
  const published = row.advisories.length > 0 ? ` (${row.advisories.join(', ')})` : '';
  const wanted = isControl ? 'to be accepted' : 'to be refused';
  return printable(`MISSED  ${row.family}: ${row.name}${published}: ${wanted}, found: ${found}`);
}

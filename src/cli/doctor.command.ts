import type { Command } from 'commander';
import { type Answer, printable } from './answer.js';
import { type Desk, leaf } from './call.js';
import type { Check } from './doctor/check.js';
import { examine } from './doctor/doctor.js';

export function doctorCommand(program: Command, desk: Desk): void {
  leaf(program, 'doctor', 'look at configuration, database, clock, certificates, proxies').action(
    desk.serveAlone(async () => report(await examine(desk.io))),
  );
}

function report(checks: readonly Check[]): Answer {
  const isBroken = checks.some((check) => check.state === 'broken');
  const nameWidth = Math.max(...checks.map((check) => check.name.length));
  return {
    json: { healthy: !isBroken, checks },
    lines: checks.flatMap(({ name, state, found, advice }) => [
      `${state.padEnd('warning'.length)}  ${name.padEnd(nameWidth)}  ${printable(found)}`,
      ...(advice === null ? [] : [`${' '.repeat(nameWidth + 11)}-> ${printable(advice)}`]),
    ]),
    exitCode: isBroken ? 1 : 0,
  };
}

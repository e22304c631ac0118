import type { Command } from 'commander';
import { type Answer, printable } from './answer.js';
import { type Desk, leaf } from './call.js';
import { attackDrill } from './doctor/attack/drill.js';
import { attackTenant } from './doctor/attack/attack.js';
import type { Check } from './doctor/check.js';
import { examine } from './doctor/doctor.js';

interface DoctorOptions {
  /** True without a subdomain. */
  readonly attack?: string | true;
}

export function doctorCommand(program: Command, desk: Desk): void {
  const attack = desk.serve((call, { attack: subdomain }: DoctorOptions) =>
    typeof subdomain === 'string' ? attackTenant(call, subdomain) : attackDrill(call),
  );
  const look = desk.serveAlone(async () => report(await examine(desk.io)));
  leaf(program, 'doctor', 'look at configuration, database, clock, certificates, proxies')
    .option(
      '--attack [subdomain]',
      'instead, play forged responses at the running deployment, through its public address',
    )
    .action((options: DoctorOptions, command: Command) =>
      options.attack === undefined ? look(command) : attack(options, command),
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

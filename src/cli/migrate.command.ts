import type { Command } from 'commander';
import { Migrator } from '../database/index.js';
import type { Answer } from './answer.js';
import { type Call, type Desk, leaf, withServices } from './call.js';

export function migrateCommand(program: Command, desk: Desk): void {
  leaf(program, 'migrate', 'bring the database to this version')
    .option('--status', 'only show which migrations are done and pending')
    .action(
      desk.serveAlone((options: { status?: boolean }) =>
        withServices(desk.io, (call) => (options.status ? showStatus(call) : migrate(call))),
      ),
    );
}

async function migrate(call: Call): Promise<Answer> {
  const ran = await call.services.get(Migrator).run();
  return {
    json: { ran },
    lines: ran.length === 0 ? ['Nothing to do.'] : ran.map((name) => `done  ${name}`),
  };
}

async function showStatus(call: Call): Promise<Answer> {
  const status = await call.services.get(Migrator).status();
  const { done, pending, unknown } = status;
  return {
    json: status,
    lines: [
      ...done.map(
        (name) => `done     ${name}${unknown.includes(name) ? '  (of a newer version)' : ''}`,
      ),
      ...pending.map((name) => `pending  ${name}`),
    ],
  };
}

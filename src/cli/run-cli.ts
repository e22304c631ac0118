import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { apiKeyCommands } from './api-key.commands.js';
import { auditCommands } from './audit.commands.js';
import { Desk } from './call.js';
import { connectionCommands } from './connection.commands.js';
import { doctorCommand } from './doctor.command.js';
import { errorText } from './error-text.js';
import type { CliIo } from './io.js';
import { keysCommands } from './keys.commands.js';
import { mappingCommands } from './mapping.commands.js';
import { migrateCommand } from './migrate.command.js';
import { serveCommand } from './serve.command.js';
import { sessionCommands } from './session.commands.js';
import { tenantCommands } from './tenant.commands.js';
import { userCommands } from './user.commands.js';

const FAILED = 1;
const MISUSED = 2;

/**
 * Runs one command line and prints its answer.
 * @param args without the program's name
 * @returns the exit code: 0 done, 1 refused or failed (one line on stderr says why), 2 not a command of ours
 */
export async function runCli(args: readonly string[], io: CliIo): Promise<number> {
  const desk = new Desk(io);
  const isJson = args.includes('--json');
  try {
    await programFor(desk).parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : MISUSED; // commander has printed it
    io.stderr.write(`${errorText(error, isJson)}\n`);
    return FAILED;
  }
  return desk.answer ? print(desk, isJson) : 0;
}

function print({ answer, io }: Desk, isJson: boolean): number {
  if (!answer) return 0;
  const lines = isJson ? [JSON.stringify(answer.json, null, 2)] : answer.lines;
  if (!(isJson && answer.json === null) && lines.length > 0)
    io.stdout.write(`${lines.join('\n')}\n`);
  for (const note of answer.notes ?? []) io.stderr.write(`${note}\n`);
  return answer.exitCode ?? 0;
}

function programFor(desk: Desk): Command {
  const program = new Command('imagen-sso')
    .description('Imagen SSO: SAML single sign-on in front of Imagen. Every command takes --json.')
    .version(ownVersion(), '--version', 'print the version')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => desk.io.stdout.write(text),
      writeErr: (text) => desk.io.stderr.write(text),
    })
    .showSuggestionAfterError(false) // one line for one mistake
    .helpCommand(false);
  serveCommand(program, desk);
  migrateCommand(program, desk);
  tenantCommands(program, desk);
  connectionCommands(program, desk);
  mappingCommands(program, desk);
  userCommands(program, desk);
  sessionCommands(program, desk);
  apiKeyCommands(program, desk);
  keysCommands(program, desk);
  auditCommands(program, desk);
  doctorCommand(program, desk);
  return program;
}

function ownVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

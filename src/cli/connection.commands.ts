import type { Command } from 'commander';
import {
  type Connection,
  CONNECTION_SETTING_NAMES,
  ConnectionsService,
  readConnectionSettings,
} from '../connections/index.js';
import { Clock } from '../database/index.js';
import { UserError } from '../errors/index.js';
import { type Answer, keyValues, shortTime, table } from './answer.js';
import { type Call, type Desk, group, leaf } from './call.js';
import { importConnection } from './connection-import.js';
import { connectionJson, connectionLines, ourValues } from './connection-view.js';

interface Choice {
  readonly connection?: string;
}

export function connectionCommands(program: Command, desk: Desk): void {
  const commands = group(program, 'connection', 'the IdP that a customer signs in by');
  leaf(commands, 'import <subdomain>', 'read the IdP’s SAML metadata; again to update')
    .requiredOption('--metadata <source>', 'a file, an https address, or - for stdin')
    .option('--entity-id <id>', 'which IdP, where the document describes several')
    .option('--activate', 'let people sign in by it')
    .action(desk.serve(importConnection));
  leaf(commands, 'list <subdomain>', 'all connections of a customer').action(desk.serve(list));
  choosable(
    leaf(commands, 'show <subdomain>', 'one connection, and our values for the IdP'),
  ).action(desk.serve(show));
  choosable(leaf(commands, 'set <subdomain> <settings...>', settingsSummary())).action(
    desk.serve(set),
  );
  choosable(leaf(commands, 'activate <subdomain>', 'let people sign in by it')).action(
    desk.serve(activate),
  );
}

function settingsSummary(): string {
  return `change key=value settings: ${CONNECTION_SETTING_NAMES.join(', ')}`;
}

function choosable(command: Command): Command {
  return command.option('--connection <id>', 'which one, by its id or entity ID');
}

async function list(call: Call, subdomain: string): Promise<Answer> {
  const { id } = await call.tenant(subdomain);
  const nowMs = call.services.get(Clock).nowMs();
  const connections = await call.services.get(ConnectionsService).list(call.database, id);
  return {
    json: connections.map((connection) => connectionJson(connection, nowMs)),
    lines: table(
      ['state', 'id', 'version', 'name', 'entity id', 'changed'],
      connections.map((each) => [
        each.state,
        each.id,
        each.version.toString(),
        each.name,
        each.idpEntityId,
        shortTime(each.updatedAtMs),
      ]),
      `No connection yet: imagen-sso connection import ${subdomain} --metadata <file or address>`,
    ),
  };
}

async function show(call: Call, subdomain: string, choice: Choice): Promise<Answer> {
  const { id } = await call.tenant(subdomain);
  const nowMs = call.services.get(Clock).nowMs();
  const values = await ourValues(call, subdomain);
  const connection = await findChosen(call, id, choice, (all) =>
    firstOf(all, ['active', 'draft', 'retired']),
  );
  return {
    json: { connection: connection && connectionJson(connection, nowMs), serviceProvider: values },
    lines: [
      ...(connection ? connectionLines(connection, nowMs) : ['No connection yet.']),
      '',
      'For the IdP (in Entra: Single sign-on, Basic SAML Configuration)',
      ...keyValues([
        ['identifier (entity ID)', values.entityId],
        ['reply URL (ACS)', values.acsUrl],
        ['sign on URL', values.signOnUrl],
        ['logout URL', values.sloUrl],
        ['metadata', values.metadataUrl],
      ]),
    ],
  };
}

async function set(
  call: Call,
  subdomain: string,
  pairs: string[],
  choice: Choice,
): Promise<Answer> {
  const settings = readConnectionSettings(pairs);
  const { id } = await call.tenant(subdomain);
  const chosen = await choose(call, id, choice, (all) => firstOf(all, ['active', 'draft']));
  const connection = await call.transaction((tx) =>
    call.services.get(ConnectionsService).update(tx, id, chosen.id, settings, call.by),
  );
  return shown(call, connection);
}

async function activate(call: Call, subdomain: string, choice: Choice): Promise<Answer> {
  const { id } = await call.tenant(subdomain);
  const chosen = await choose(call, id, choice, (all) => firstOf(all, ['draft', 'active']));
  const { connection, retired } = await call.transaction((tx) =>
    call.services.get(ConnectionsService).activate(tx, id, chosen.id, call.by),
  );
  const answer = shown(call, connection);
  return retired
    ? { ...answer, notes: [`Retired: ${retired.name} (${retired.id}). It can be activated again.`] }
    : answer;
}

function shown(call: Call, connection: Connection): Answer {
  const nowMs = call.services.get(Clock).nowMs();
  return { json: connectionJson(connection, nowMs), lines: connectionLines(connection, nowMs) };
}

/** Of the first state that any connection is in. @throws UserError where there are several: a guess could be the wrong one */
function firstOf(
  all: readonly Connection[],
  states: readonly Connection['state'][],
): Connection | null {
  const state = states.find((each) => all.some((connection) => connection.state === each));
  const candidates = all.filter((connection) => connection.state === state);
  if (candidates.length < 2) return candidates[0] ?? null;
  const ids = candidates.map((each) => `${each.id} (${each.idpEntityId})`);
  throw new UserError(
    'connection_ambiguous',
    `The tenant has several ${state ?? ''} connections: choose one with --connection: ${ids.join(', ')}.`,
  );
}

async function findChosen(
  call: Call,
  tenantId: string,
  { connection: wanted }: Choice,
  byDefault: (all: readonly Connection[]) => Connection | null,
): Promise<Connection | null> {
  const all = await call.services.get(ConnectionsService).list(call.database, tenantId);
  if (wanted === undefined) return byDefault(all);
  const chosen = all.find((each) => each.id === wanted || each.idpEntityId === wanted);
  if (chosen) return chosen;
  throw new UserError(
    'connection_unknown',
    'The tenant has no connection of that id or entity ID: connection list shows those there are.',
    404,
  );
}

async function choose(...args: Parameters<typeof findChosen>): Promise<Connection> {
  const connection = await findChosen(...args);
  if (connection) return connection;
  throw new UserError(
    'connection_missing',
    'The tenant has no such connection yet: import the metadata of its IdP.',
    404,
  );
}

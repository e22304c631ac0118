import type { Command } from 'commander';
import {
  type Connection,
  MetadataRefresh,
  MetadataTrust,
  type RefreshDiff,
  type RefreshOutcome,
} from '../connections/index.js';
import { Clock } from '../database/index.js';
import { type Answer, printable } from './answer.js';
import { type Call, type Desk, leaf } from './call.js';
import { certificateJson, certificateLines } from './connection-view.js';
import { readFileStart } from './read-input.js';

/** Which of a customer's connections a command is about. */
export interface Choice {
  readonly connection?: string;
}

interface Choosing {
  readonly choosable: (command: Command) => Command;
  readonly choose: (call: Call, subdomain: string, choice: Choice) => Promise<Connection>;
}

interface RefreshOptions extends Choice {
  readonly dryRun?: boolean;
}

interface TrustOptions extends Choice {
  readonly certificate: string;
}

const NEW_ENTITY_ID =
  'A new entity ID is another identity provider, and accounts are keyed on it: import it as a new connection, look at it, then activate that.';

export function refreshCommands(commands: Command, desk: Desk, choosing: Choosing): void {
  choosing
    .choosable(
      leaf(commands, 'refresh <subdomain>', 'take over now what the metadata’s address says'),
    )
    .option('--dry-run', 'only show what would change')
    .action(
      desk.serve(async (call, subdomain: string, { dryRun = false, ...choice }: RefreshOptions) =>
        refresh(call, await choosing.choose(call, subdomain, choice), dryRun),
      ),
    );
  choosing
    .choosable(
      leaf(commands, 'trust-metadata <subdomain>', 'by whose key the metadata must be signed'),
    )
    .requiredOption('--certificate <file>', 'an X.509 certificate as PEM or DER, or none')
    .action(
      desk.serve(async (call, subdomain: string, { certificate, ...choice }: TrustOptions) =>
        trust(call, await choosing.choose(call, subdomain, choice), certificate),
      ),
    );
}

async function refresh(call: Call, connection: Connection, isDryRun: boolean): Promise<Answer> {
  const refreshing = call.services.get(MetadataRefresh);
  const { tenantId, id } = connection;
  const outcome = isDryRun
    ? await refreshing.preview(tenantId, id)
    : await refreshing.refreshNow(tenantId, id, call.by);
  const nowMs = call.services.get(Clock).nowMs();
  return {
    json: { dryRun: isDryRun, ...outcomeJson(outcome, nowMs) },
    lines: outcomeLines(outcome, isDryRun, nowMs).map(printable),
    ...(isGood(outcome) ? {} : { exitCode: 1 }),
  };
}

async function trust(call: Call, { tenantId, id }: Connection, source: string): Promise<Answer> {
  const certificate = source === 'none' ? null : await readFileStart(source);
  const signedBy = await call.transaction((tx) =>
    call.services.get(MetadataTrust).set(tx, tenantId, id, certificate, call.by),
  );
  return {
    json: { signedBy },
    lines: [
      signedBy === null
        ? 'The metadata’s address is trusted by TLS alone.'
        : `The metadata must be signed with the key of ${signedBy}. What is in force stays; connection refresh shows whether it is.`,
    ],
  };
}

function isGood(outcome: RefreshOutcome): boolean {
  return outcome.kind === 'changed' || outcome.kind === 'unchanged';
}

function outcomeJson(outcome: RefreshOutcome, nowMs: number): object {
  switch (outcome.kind) {
    case 'changed': {
      const { added, removed, addresses } = outcome.diff;
      return {
        outcome: 'changed',
        certificatesAdded: added.map((each) => certificateJson(each, nowMs)),
        certificatesRemoved: removed.map((each) => certificateJson(each, nowMs)),
        addresses,
      };
    }
    case 'failed':
      return { outcome: 'failed', problem: outcome.problem };
    case 'unchanged':
    case 'overtaken':
      return { outcome: outcome.kind };
  }
}

function outcomeLines(outcome: RefreshOutcome, isDryRun: boolean, nowMs: number): string[] {
  switch (outcome.kind) {
    case 'unchanged':
      return ['Nothing to change: the connection has all that the metadata says.'];
    case 'overtaken':
      return ['The connection was changed meanwhile: run it again to see what is left to do.'];
    case 'failed':
      return [
        `Nothing was changed. ${outcome.problem.message}`,
        ...(outcome.problem.code === 'metadata_entity_id_changed' ? [NEW_ENTITY_ID] : []),
      ];
    case 'changed':
      return [
        isDryRun ? 'This would change; nothing was written.' : 'This has changed.',
        ...diffLines(outcome.diff, nowMs),
      ];
  }
}

function diffLines({ added, removed, addresses }: RefreshDiff, nowMs: number): string[] {
  return [
    ...added.flatMap((each) => marked('+ certificate', certificateLines(each, nowMs))),
    ...removed.flatMap((each) => marked('- certificate', certificateLines(each, nowMs))),
    ...addresses.flatMap(({ field, before, after }) => [
      `~ ${field}`,
      `    was ${before ?? 'none'}`,
      `    is  ${after ?? 'none'}`,
    ]),
  ];
}

function marked(mark: string, [first = '', ...rest]: readonly string[]): string[] {
  return [`${mark} ${first}`, ...rest.map((line) => `  ${line}`)];
}

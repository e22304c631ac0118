import { Writable } from 'node:stream';
import { type Command, Option } from 'commander';
import {
  AuditExport,
  type AuditFilters,
  auditOutcomes,
  auditTypes,
  type ExportFormat,
  exportFormats,
} from '../audit/index.js';
import { UserError } from '../errors/index.js';
import type { Answer } from './answer.js';
import { type Call, type Desk, group, leaf } from './call.js';
import type { CliIo } from './io.js';
import { time } from './option-values.js';

interface ExportOptions {
  readonly format: ExportFormat;
  readonly from?: number;
  readonly to?: number;
  readonly person?: string;
  readonly ip?: string;
  readonly reason?: string;
  readonly type?: string;
  readonly outcome?: string;
}

export function auditCommands(program: Command, desk: Desk): void {
  const commands = group(program, 'audit', 'the log of what happened');
  leaf(
    commands,
    'export <subdomain>',
    'events on stdout, newest first; the export is itself an event',
  )
    .addOption(
      new Option('--format <format>', 'ndjson: an event as JSON on each line')
        .choices(exportFormats)
        .makeOptionMandatory(),
    )
    .option('--from <time>', 'not before, such as 2026-11-30 or 2026-11-30T08:00:00Z', time)
    .option('--to <time>', 'before', time)
    .option('--person <name>', 'about whom: user principal name or e-mail address')
    .option('--ip <address>', 'from where')
    .option('--reason <code>', 'why it was refused')
    .addOption(new Option('--type <type>', 'what it is about').choices(auditTypes))
    .addOption(new Option('--outcome <outcome>', 'what became of it').choices(auditOutcomes))
    .action(desk.serve(exportEvents));
}

async function exportEvents(
  call: Call,
  subdomain: string,
  options: ExportOptions,
): Promise<Answer> {
  const { id: tenantId } = await call.tenant(subdomain);
  const request = { tenantId, filters: filtersOf(options), format: options.format };
  const receiver = onwards(call.io);
  const { count, isComplete } = await call.services
    .get(AuditExport)
    .run(request, call.by, receiver);
  if (!isComplete)
    throw new UserError('export_interrupted', `The reader went away after ${count} event(s).`);
  return { json: null, lines: [], notes: [`${count} event(s).`] };
}

function filtersOf({ format: _, from, to, ...rest }: ExportOptions): AuditFilters {
  const { person, ip, reason, type, outcome } = rest;
  return {
    ...(from === undefined ? {} : { fromMs: from }),
    ...(to === undefined ? {} : { toMs: to }),
    ...(person === undefined ? {} : { person }),
    ...(ip === undefined ? {} : { ip }),
    ...(reason === undefined ? {} : { reason }),
    ...(type === undefined ? {} : { type }),
    ...(outcome === undefined ? {} : { outcome }),
  };
}

/** Stdout as fast as it is read; the end of the export is not the end of stdout. */
function onwards({ stdout }: CliIo): Writable {
  return new Writable({
    decodeStrings: false,
    write: (chunk: string | Buffer, _encoding, done) => {
      stdout.write(chunk, (error) => {
        done(error ?? null);
      });
    },
  });
}

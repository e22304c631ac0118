import { AppConfig } from '../config/index.js';
import {
  activationCandidateOf,
  type ActivationOutcome,
  ConnectionsService,
  explainActivationProblem,
  findActivationProblems,
  findMetadataUrlWarning,
  type IdpMetadata,
  type ImportOutcome,
  type MetadataWarning,
} from '../connections/index.js';
import { Clock } from '../database/index.js';
import { OutboundClient } from '../outbound/index.js';
import type { Answer } from './answer.js';
import type { Call } from './call.js';
import { connectionJson, connectionLines, metadataJson } from './connection-view.js';
import { readFileStart, readStdin } from './read-input.js';

export interface ImportOptions {
  readonly metadata: string; // a file, an address, or - for stdin
  readonly entityId?: string;
  readonly activate?: boolean;
}

interface Done {
  readonly outcome: ImportOutcome;
  readonly activation: ActivationOutcome | null;
}

/** Reads, then writes everything in one transaction: with --activate, a file that cannot be activated changes nothing. */
export async function importConnection(
  call: Call,
  subdomain: string,
  { metadata: source, entityId, activate = false }: ImportOptions,
): Promise<Answer> {
  const { id: tenantId } = await call.tenant(subdomain);
  const connections = call.services.get(ConnectionsService);
  const isAddress = /^https?:\/\//i.test(source);
  const bytes = await read(call, source, isAddress);
  const metadata = isAddress
    ? await connections.readPublished(call.database, tenantId, bytes, entityId)
    : connections.readMetadata(bytes, entityId);
  const wanted = { tenantId, metadata, metadataUrl: isAddress ? source : null };
  const done = await call.transaction(async (tx): Promise<Done> => {
    const outcome = await connections.importMetadata(tx, wanted, call.by);
    const activation = activate
      ? await connections.activate(tx, tenantId, outcome.connection.id, call.by)
      : null;
    return { outcome, activation };
  });
  return answerOf(call, done, metadata, isAddress ? findMetadataUrlWarning(source) : null);
}

function read(call: Call, source: string, isAddress: boolean): Promise<Buffer> {
  if (isAddress) return call.services.get(OutboundClient).get(source);
  return source === '-' ? readStdin(call.io.stdin) : readFileStart(source);
}

function answerOf(
  call: Call,
  { outcome, activation }: Done,
  metadata: IdpMetadata,
  addressWarning: MetadataWarning | null,
): Answer {
  const nowMs = call.services.get(Clock).nowMs();
  const connection = activation?.connection ?? outcome.connection;
  const warnings = [...metadata.warnings, ...(addressWarning ? [addressWarning] : [])];
  const problems = findActivationProblems(activationCandidateOf(metadata), {
    allowsPlainHttp: call.services.get(AppConfig).environment !== 'production',
  });
  return {
    json: {
      change: outcome.change,
      activation: activation?.change ?? null,
      addedCertificates: outcome.addedCertificates,
      removedCertificates: outcome.removedCertificates,
      warnings,
      activationProblems: problems,
      metadata: metadataJson(metadata, nowMs),
      connection: connectionJson(connection, nowMs),
    },
    lines: [
      summary(outcome, activation),
      '',
      ...connectionLines(connection, nowMs),
      ...warnings.map((warning) => `warning: ${warning.message}`),
      ...problems.map((code) => `cannot be activated: ${explainActivationProblem(code)}`),
    ],
  };
}

function summary(outcome: ImportOutcome, activation: ActivationOutcome | null): string {
  const { addedCertificates: added, removedCertificates: removed, connection } = outcome;
  const certificates = `${added.length} certificate(s) added, ${removed.length} removed`;
  const what = {
    created: `A new connection, ${certificates}.`,
    updated: `The connection is now version ${connection.version}, ${certificates}.`,
    unchanged: 'Nothing changed: the connection has all of this already.',
  }[outcome.change];
  if (activation?.change === 'activated')
    return `${what} People sign in by it from now on${activation.retired ? '; the former one is retired' : ''}.`;
  return connection.state === 'active' || activation
    ? what
    : `${what} Nobody signs in by it yet: imagen-sso connection activate.`;
}

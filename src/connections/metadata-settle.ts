import { Injectable } from '@nestjs/common';
import { type Attribution, AuditService } from '../audit/index.js';
import { Clock, type Transaction } from '../database/index.js';
import { ConnectionCertificates } from './connection-certificates.js';
import type { Connection, ConnectionCertificate } from './connection.js';
import { fieldsFrom } from './connections.import.js';
import { readOne } from './connections.read.js';
import { eventAbout, fieldsOf, lockTenant, writeChanges } from './connections.write.js';
import type { ActivationPolicy } from './domain/activation.js';
import { MetadataRefused } from './domain/metadata-problems.js';
import type { IdpMetadata, ReadCertificate } from './domain/metadata.js';
import {
  type AddressChange,
  isEmptyPlan,
  planRefresh,
  type RefreshPlan,
} from './domain/plan-refresh.js';
import { type Look, problemOf, type RefreshProblem } from './metadata-look.js';
import { type MetadataState, readState, settleBad, settleGood } from './metadata-state.js';

/** What a refresh changes, for people. */
export interface RefreshDiff {
  readonly added: readonly ReadCertificate[];
  readonly removed: readonly ConnectionCertificate[];
  readonly addresses: readonly AddressChange[];
}

export type RefreshOutcome =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'changed'; readonly diff: RefreshDiff }
  | { readonly kind: 'failed'; readonly problem: RefreshProblem }
  | { readonly kind: 'overtaken' }; // by an import or another run, whose result stands

interface Finding {
  /** As it was when the document was taken. */
  readonly held: MetadataState;
  readonly connection: Connection;
  readonly look: Look;
  readonly nextAtMs: number;
  readonly policy: ActivationPolicy;
  readonly by: Attribution;
}

interface Planned {
  readonly plan: RefreshPlan | null; // null: the document is the one that we have
  readonly problem: RefreshProblem | null;
}

/** Takes over what a document says, in one transaction with its events, or keeps all that is in force. */
@Injectable()
export class MetadataSettle {
  constructor(
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly certificates: ConnectionCertificates,
  ) {}

  async settle(tx: Transaction, finding: Finding): Promise<RefreshOutcome> {
    const { held, look, nextAtMs, policy } = finding;
    await lockTenant(tx, held.tenantId); // as imports do: what is planned against stays in force until it is changed
    const state = await readState(tx, held.tenantId, held.connectionId);
    const connection = await readOne(tx, held.tenantId, held.connectionId);
    if (!state || state.leaseId !== held.leaseId || !connection) return { kind: 'overtaken' };
    if (connection.metadataUrl !== finding.connection.metadataUrl) return { kind: 'overtaken' };
    const nowMs = this.clock.nowMs();
    const { plan, problem } = planned(connection, state, look, policy, nowMs);
    if (problem) return this.fail(tx, finding, state, connection, problem);
    await settleGood(tx, state, goodDocument(state, look), nowMs, nextAtMs);
    if (plan && !isEmptyPlan(plan) && look.kind === 'document')
      return this.apply(tx, finding, connection, plan, look.metadata);
    if (state.lastProblem !== null) {
      await this.audit.append(tx, {
        ...eventAbout(connection, finding.by, nowMs),
        type: 'metadata.refreshed',
        details: { recoveredFrom: state.lastProblem },
      });
    }
    return { kind: 'unchanged' };
  }

  /** An event where the problem is another one than before, not one every hour. */
  private async fail(
    tx: Transaction,
    { by, nextAtMs }: Finding,
    state: MetadataState,
    connection: Connection,
    problem: RefreshProblem,
  ): Promise<RefreshOutcome> {
    await settleBad(tx, state, problem, nextAtMs);
    if (state.lastProblem !== problem.code) {
      await this.audit.append(tx, {
        ...eventAbout(connection, by, this.clock.nowMs()),
        type: 'metadata.refresh_failed',
        details: { problem: problem.code, meaning: problem.message, inForce: connection.version },
      });
    }
    return { kind: 'failed', problem };
  }

  private async apply(
    tx: Transaction,
    { by }: Finding,
    connection: Connection,
    plan: RefreshPlan,
    metadata: IdpMetadata,
  ): Promise<RefreshOutcome> {
    const nowMs = this.clock.nowMs();
    const diff = diffOf(connection, plan);
    await this.certificates.replace(tx, connection, plan.certificates, by, nowMs);
    const fields = fieldsFrom(metadata, connection.metadataUrl);
    const changed = new Set(plan.addresses.map(({ field }) => field));
    const changes = Object.fromEntries(
      Object.entries(fields).filter(([field]) => changed.has(field)),
    );
    const all = { ...changes, version: connection.version + 1 };
    await writeChanges(tx, connection, all, nowMs);
    await this.audit.append(tx, {
      ...eventAbout(connection, by, nowMs),
      type: 'metadata.refreshed',
      details: {
        before: Object.fromEntries(fieldsOf(all).map((field) => [field, connection[field]])),
        after: all,
        certificatesAdded: diff.added.map(({ sha256Hex }) => sha256Hex),
        certificatesRemoved: diff.removed.map(({ sha256Hex }) => sha256Hex),
      },
    });
    return { kind: 'changed', diff };
  }
}

/** What settling would do, for people to look at first. */
export function planOf(
  connection: Connection,
  state: MetadataState,
  look: Look,
  policy: ActivationPolicy,
  nowMs: number,
): RefreshOutcome {
  const { plan, problem } = planned(connection, state, look, policy, nowMs);
  if (problem) return { kind: 'failed', problem };
  return plan && !isEmptyPlan(plan)
    ? { kind: 'changed', diff: diffOf(connection, plan) }
    : { kind: 'unchanged' };
}

function planned(
  connection: Connection,
  state: MetadataState,
  look: Look,
  policy: ActivationPolicy,
  nowMs: number,
): Planned {
  if (look.kind === 'problem') return { plan: null, problem: look.problem };
  if (look.kind === 'same') return { plan: null, problem: null };
  try {
    const plan = planRefresh(
      { ...connection, addresses: addressesOf(connection, look.metadata) },
      { metadata: look.metadata, addresses: publishedAddresses(look.metadata) },
      { ...policy, requiresValidUntil: state.trustAnchorDerBase64 !== null },
      nowMs,
    );
    return { plan, problem: null };
  } catch (error) {
    if (error instanceof MetadataRefused) return { plan: null, problem: problemOf(error) };
    throw error;
  }
}

/** All that an import would set but the tenant, which no refresh changes, and the address of the document itself. */
function publishedAddresses(metadata: IdpMetadata): Record<string, string | null> {
  const kept = ['entraTenantId', 'metadataUrl'];
  return Object.fromEntries(
    Object.entries(fieldsFrom(metadata, null)).filter(([field]) => !kept.includes(field)),
  );
}

function addressesOf(connection: Connection, metadata: IdpMetadata): Record<string, string | null> {
  const fields = Object.keys(publishedAddresses(metadata));
  const known = connection as unknown as Readonly<Record<string, string | null>>;
  return Object.fromEntries(fields.map((field) => [field, known[field] ?? null]));
}

function goodDocument(state: MetadataState, look: Look) {
  if (look.kind === 'document') {
    const { validators, sha256Hex, metadata } = look;
    return { validators, sha256Hex, validUntilMs: metadata.validUntilMs };
  }
  const validators = look.kind === 'same' ? look.validators : null;
  return {
    validators: validators ?? state,
    sha256Hex: state.documentSha256Hex,
    validUntilMs: state.validUntilMs,
  };
}

function diffOf(connection: Connection, { added, removed, addresses }: RefreshPlan): RefreshDiff {
  return {
    added,
    removed: connection.certificates.filter(({ sha256Hex }) => removed.includes(sha256Hex)),
    addresses,
  };
}

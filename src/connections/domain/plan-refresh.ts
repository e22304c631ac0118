import {
  type ActivationPolicy,
  activationCandidateOf,
  explainActivationProblem,
  findActivationProblems,
} from './activation.js';
import { isUsableKey, type CertificateKey } from './judge-certificate.js';
import { MetadataRefused, quoted, type MetadataProblemCode } from './metadata-problems.js';
import type { IdpMetadata, ReadCertificate } from './metadata.js';

/** What a connection is judged by today, as far as metadata may change it. */
export interface InForce {
  readonly idpEntityId: string;
  readonly entraTenantId: string | null;
  readonly certificates: readonly (CertificateKey & { readonly sha256Hex: string })[];
  /** Addresses by the name of their field. */
  readonly addresses: Readonly<Record<string, string | null>>;
}

/** What the document at the connection's address says. */
export interface Published {
  readonly metadata: IdpMetadata;
  /** The same fields as in force, as an import would set them. */
  readonly addresses: Readonly<Record<string, string | null>>;
}

export interface RefreshPolicy extends ActivationPolicy {
  /** Kantara SDP-MD03: what is trusted by its signature has to say until when it is valid. */
  readonly requiresValidUntil: boolean;
}

export interface AddressChange {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

export interface RefreshPlan {
  readonly added: readonly ReadCertificate[];
  /** SHA-256 of keys that are no longer published: they lose trust. */
  readonly removed: readonly string[];
  readonly addresses: readonly AddressChange[];
  /** What the connection holds afterwards, in the order in which the keys are tried. */
  readonly certificates: readonly ReadCertificate[];
}

/**
 * What a document that was fetched changes. A document is taken over whole or not at all: where it is bad in one respect, all
 * of what is in force stays. That is also why the last usable key never goes: a document without one is bad.
 * @throws MetadataRefused: the sentence that the administrator is shown
 */
export function planRefresh(
  inForce: InForce,
  published: Published,
  policy: RefreshPolicy,
  nowMs: number,
): RefreshPlan {
  const { metadata } = published;
  requireSameParty(inForce, metadata);
  requireValid(metadata, policy, nowMs);
  if (!metadata.certificates.some(isUsableKey)) refuse('metadata_no_usable_certificate');
  const [problem] = findActivationProblems(activationCandidateOf(metadata), policy);
  if (problem !== undefined) refuse('metadata_not_activatable', explainActivationProblem(problem));
  return {
    added: without(metadata.certificates, inForce.certificates),
    removed: without(inForce.certificates, metadata.certificates).map((each) => each.sha256Hex),
    addresses: changesBetween(inForce.addresses, published.addresses),
    certificates: metadata.certificates,
  };
}

export function isEmptyPlan({ added, removed, addresses }: RefreshPlan): boolean {
  return added.length + removed.length + addresses.length === 0;
}

/** Whoever may write to the address must not become another party: accounts are keyed on entity ID and Entra tenant. */
function requireSameParty(inForce: InForce, { entityId, entraTenantId }: IdpMetadata): void {
  if (entityId !== inForce.idpEntityId) refuse('metadata_entity_id_changed', quoted(entityId));
  if (entraTenantId !== inForce.entraTenantId)
    refuse('metadata_entra_tenant_changed', entraTenantId ?? 'or none at all');
}

/** SAML metadata 2.3.2: past validUntil a document must not be used. */
function requireValid(metadata: IdpMetadata, policy: RefreshPolicy, nowMs: number): void {
  const { validUntilMs, warnings } = metadata;
  requireNotOver(validUntilMs, nowMs);
  const isUnreadable = warnings.some(({ code }) => code === 'valid_until_unreadable');
  if (policy.requiresValidUntil && (validUntilMs === null || isUnreadable))
    refuse('metadata_valid_until_missing');
}

/** Also for a document that the server says has not changed: its time passes all the same. */
export function requireNotOver(validUntilMs: number | null, nowMs: number): void {
  if (validUntilMs !== null && nowMs >= validUntilMs)
    refuse('metadata_valid_until_passed', new Date(validUntilMs).toISOString());
}

function refuse(code: MetadataProblemCode, detail = ''): never {
  throw new MetadataRefused(code, detail);
}

function without<T extends { readonly sha256Hex: string }>(
  these: readonly T[],
  those: readonly { readonly sha256Hex: string }[],
): T[] {
  const known = new Set(those.map(({ sha256Hex }) => sha256Hex));
  return these.filter(({ sha256Hex }) => !known.has(sha256Hex));
}

function changesBetween(
  before: InForce['addresses'],
  after: Published['addresses'],
): AddressChange[] {
  return Object.keys(after).flatMap((field) => {
    const [was, is] = [before[field] ?? null, after[field] ?? null];
    return was === is ? [] : [{ field, before: was, after: is }];
  });
}

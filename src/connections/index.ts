/**
 * A tenant's trust in its IdP: entity ID, addresses, signing certificates, and by what people are known. Owns the tables
 * `connections`, `connection_certificates` and `connection_metadata`. Promises that at most one connection of a tenant is active, that a bad
 * file changes nothing, and that the identifier which accounts are keyed on never changes once people signed in.
 */
export { ActiveConnections } from './active-connections.js';
export type {
  Connection,
  ConnectionCertificate,
  ConnectionState,
  GroupsOverage,
  SignedElement,
} from './connection.js';
export { ConnectionCertificateEntity } from './connection-certificate.entity.js';
export { ConnectionMetadataEntity } from './connection-metadata.entity.js';
export { ConnectionEntity } from './connection.entity.js';
export {
  CONNECTION_SETTING_NAMES,
  type ConnectionSettings,
  lastDayBefore,
  readConnectionSettings,
  writeConnectionSettings,
} from './connection-settings.js';
export type { ActivationOutcome } from './connections.activate.js';
export type { ImportOutcome, MetadataImport } from './connections.import.js';
export { ConnectionsModule } from './connections.module.js';
export { ConnectionsService } from './connections.service.js';
export {
  activationCandidateOf,
  type ActivationProblemCode,
  explainActivationProblem,
  findActivationProblems,
} from './domain/activation.js';
export { findMetadataUrlWarning } from './domain/entra.js';
export { describeCertificate, type DescribedCertificate } from './domain/describe-metadata.js';
export {
  type CertificateJudgement,
  isUsableKey,
  judgeCertificate,
} from './domain/judge-certificate.js';
export type { IdpMetadata, MetadataWarning } from './domain/metadata.js';
export { MetadataRefused } from './domain/metadata-problems.js';
export { MAX_METADATA_BYTES } from './domain/read-metadata.js';
export { EXPIRY_STEPS, type ExpiryStep } from './domain/expiry-steps.js';
export { judgeStaleness, STALE_DAYS, type StaleDays } from './domain/refresh-times.js';
export { type ExpiryCounts, ExpiryWarnings } from './expiry-warnings.js';
export { MetadataRefresh } from './metadata-refresh.js';
export type { RefreshDiff, RefreshOutcome } from './metadata-settle.js';
export type { MetadataState } from './metadata-state.js';
export { anchorFingerprintOf, MetadataTrust } from './metadata-trust.js';
export { removeConnectionsOf } from './remove-connections.js';
export { wouldJudgeAlike } from './would-judge-alike.js';

/**
 * A tenant's trust in its IdP: entity ID, addresses, signing certificates, and by what people are known. Owns the tables
 * `connections` and `connection_certificates`. Promises that at most one connection of a tenant is active, that a bad
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
export { ConnectionEntity } from './connection.entity.js';
export {
  CONNECTION_SETTING_NAMES,
  type ConnectionSettings,
  readConnectionSettings,
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

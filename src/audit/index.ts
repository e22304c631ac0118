/**
 * The log of what happened: owns the table `audit_events`. Promises that an event is kept exactly when the change that
 * it records is kept, that no row is ever changed, and that only retention removes rows.
 */
export { AuditEvent } from './audit-event.entity.js';
export {
  type AuditEventJson,
  auditEventJson,
  detailsOf,
  filtersAsDetails,
} from './audit-event-json.js';
export { AuditExport, type ExportRequest, type ExportResult } from './audit.export.js';
export { AuditModule } from './audit.module.js';
export { type AuditPage, AuditReader } from './audit.reader.js';
export { AuditRetention } from './audit.retention.js';
export { AuditService } from './audit.service.js';
export { type Change, ChangeFeed, type ChangeListener, RECENT_CHANGES } from './change-feed.js';
export {
  type Actor,
  type Attribution,
  type AuditOutcome,
  auditOutcomes,
  type AuditRecord,
  type AuditTarget,
  type AuditType,
  auditTypes,
  type NewAuditEvent,
  type Origin,
} from './domain/audit-event.js';
export type { AuditFilters } from './domain/choose-index.js';
export { normalizeReference, referenceOf } from './domain/reference.js';
export { FloodRecorder, type Recording } from './flood-recorder.js';
export { type ExportFormat, exportFormats, exportWriters } from './export-format.js';

import type { AuditRecord } from './audit-event.js';
import { canonicalJson } from './canonical-json.js';

/**
 * The fields that an event's bytes cover, in each version of the format. A version, once released, never changes: what
 * was hashed under it must give the same bytes for ever. A new column means a new version.
 */
const FIELDS = {
  1: [
    'id',
    'tenantId',
    'timeMs',
    'type',
    'outcome',
    'reason',
    'actorKind',
    'actorId',
    'actorLabel',
    'targetKind',
    'targetId',
    'targetLabel',
    'personId',
    'person',
    'connectionId',
    'ip',
    'userAgent',
    'requestId',
    'reference',
    'details',
  ],
} as const satisfies Record<number, readonly (keyof AuditRecord)[]>;

export type EventFormat = keyof typeof FIELDS;
export const CURRENT_EVENT_FORMAT: EventFormat = 1;

/**
 * The bytes of one event, for hashing: RFC 8785 JSON of every field of the format, null where absent, plus the format's
 * number as `v`. Details enter as the string that is stored, so that nobody needs to parse and print them alike.
 */
export function canonicalEvent(
  record: AuditRecord,
  format: EventFormat = CURRENT_EVENT_FORMAT,
): Uint8Array {
  const fields = FIELDS[format].map((name) => [name, record[name]] as const);
  return new TextEncoder().encode(canonicalJson({ v: format, ...Object.fromEntries(fields) }));
}

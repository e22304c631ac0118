import { paths, withQuery } from './paths.js';

/** The filter of the audit page as it stands in the address: names of the query, raw values, '' where not given. */
export interface AuditFilter {
  /** `2025-11-23T14:05`, read as UTC. */
  readonly from: string;
  readonly to: string;
  readonly person: string;
  readonly outcome: string;
  readonly reason: string;
  readonly type: string;
  readonly ip: string;
}

export const NO_AUDIT_FILTER: AuditFilter = {
  from: '',
  to: '',
  person: '',
  outcome: '',
  reason: '',
  type: '',
  ip: '',
};

export function auditHref(
  filter: Partial<AuditFilter>,
  more: { path?: string; cursor?: string } = {},
): string {
  const { path = paths.audit, cursor } = more;
  return withQuery(path, { ...filter, cursor });
}

/** What a datetime-local field holds, in UTC. */
export function filterTime(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16);
}

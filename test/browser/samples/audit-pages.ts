import { AdminAuditPage, NO_AUDIT_FILTER, type AuditRow } from '../../../src/pages/index.js';
import { administrator, LONG_NAME, MARKUP_NAME, NOW_MS, RTL_NAME } from './contexts.js';
import type { Sample } from './sample.js';

const signIn: AuditRow = {
  id: '019ab123-0000-7000-8000-000000000001',
  timeMs: NOW_MS,
  type: 'sign_in',
  outcome: 'accepted',
  reason: null,
  actor: { kind: 'user', label: 'b.simon@acme.example' },
  person: 'b.simon@acme.example',
  targetLabel: null,
  note: null,
  ip: '203.0.113.7',
};
const anonymousRow: AuditRow = {
  ...signIn,
  actor: { kind: 'anonymous', label: null },
  person: null,
};

const variants: readonly Partial<AuditRow>[] = [
  {},
  { outcome: 'refused', reason: 'signature_invalid', actor: { kind: 'anonymous', label: null } },
  { type: 'user.roles_changed', outcome: 'done', targetLabel: 'b.simon@acme.example' },
  {
    ...anonymousRow,
    outcome: 'redirected',
    reason: 'unsolicited',
    ip: '2001:db8:85a3:8d3:1319:8a2e:370:7348',
  },
  {
    type: 'certificate.added',
    outcome: 'done',
    actor: { kind: 'cli', label: 'root@deploy-7' },
    person: null,
    targetLabel: 'CN=Microsoft Azure Federated SSO Certificate',
    ip: null,
  },
  { actor: { kind: 'user', label: LONG_NAME }, person: LONG_NAME },
  { actor: { kind: 'user', label: RTL_NAME }, person: RTL_NAME },
  {
    ...anonymousRow,
    type: 'sign_in_summary',
    outcome: 'refused',
    reason: 'base64_malformed',
    note: '48,112 arrivals in this minute',
  },
  { type: 'audit.exported', outcome: 'done', actor: { kind: 'api_key', label: MARKUP_NAME } },
  { outcome: 'refused', reason: 'processing_instruction_forbidden', ip: null },
];
export const auditRows: readonly AuditRow[] = [...variants, ...variants].map((variant, index) => ({
  ...signIn,
  ...variant,
  id: `019ab123-0000-7000-8000-${String(index).padStart(12, '0')}`,
  timeMs: NOW_MS - index * 47_310,
}));

const first = { isFirstPage: true, olderCursor: null, nowMs: NOW_MS };

export const auditPages: readonly Sample[] = [
  {
    name: 'admin-audit',
    page: AdminAuditPage({
      context: administrator,
      filter: NO_AUDIT_FILTER,
      rows: auditRows,
      ...first,
      olderCursor: 'b3BhcXVl',
    }),
  },
  {
    name: 'admin-audit-filtered',
    page: AdminAuditPage({
      context: administrator,
      filter: {
        ...NO_AUDIT_FILTER,
        person: 'b.simon@acme.example',
        outcome: 'refused',
        reason: 'audience_mismatch',
        from: '2025-11-22T14:05',
        ip: '203.0.113.300',
      },
      problems: { ip: 'An IP address is written like 203.0.113.7 or 2001:db8::1.' },
      rows: auditRows.slice(1, 3),
      isFirstPage: false,
      olderCursor: 'b3BhcXVl',
      nowMs: NOW_MS,
    }),
  },
  {
    name: 'admin-audit-empty',
    page: AdminAuditPage({ context: administrator, filter: NO_AUDIT_FILTER, rows: [], ...first }),
  },
  {
    name: 'admin-audit-no-match',
    page: AdminAuditPage({
      context: administrator,
      filter: { ...NO_AUDIT_FILTER, person: 'nobody@acme.example' },
      rows: [],
      ...first,
    }),
  },
  {
    name: 'admin-audit-cut-short',
    page: AdminAuditPage({
      context: administrator,
      filter: { ...NO_AUDIT_FILTER, ip: '203.0.113.7' },
      rows: [],
      ...first,
      olderCursor: 'b3BhcXVl',
      searchedToMs: NOW_MS - 86_400_000,
    }),
  },
];

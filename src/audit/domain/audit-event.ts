/** What an event may be about. Closed: a reader of the log can rely on the list, and a filter can offer it. */
export const auditTypes = [
  'sign_in',
  'sign_in_summary',
  'sign_out',
  'single_logout',
  'user.created',
  'user.updated',
  'user.suspended',
  'user.reactivated',
  'user.roles_changed',
  'user.adopted',
  'session.revoked',
  'tenant.created',
  'tenant.updated',
  'connection.created',
  'connection.updated',
  'connection.activated',
  'certificate.added',
  'certificate.removed',
  'certificate.expiring',
  'metadata.refreshed',
  'metadata.refresh_failed',
  'metadata.stale',
  'metadata.trust_changed',
  'mapping.added',
  'mapping.removed',
  'api_key.created',
  'api_key.revoked',
  'sp_key.added',
  'sp_key.activated',
  'sp_key.retired',
  'role.granted',
  'role.withdrawn',
  'attack.played',
  'audit.read',
  'audit.exported',
] as const;
export type AuditType = (typeof auditTypes)[number];

/** accepted, refused, redirected: what became of a sign-in or of a logout message. done: a change, or a read of the log, that happened. */
export const auditOutcomes = ['accepted', 'refused', 'redirected', 'done'] as const;
export type AuditOutcome = (typeof auditOutcomes)[number];

/** Who did it. `label` is what people read, `id` what stays the same. */
export interface Actor {
  readonly kind: 'user' | 'api_key' | 'cli' | 'system' | 'anonymous';
  readonly id?: string;
  readonly label?: string;
}

/** Where it came from. The command line and background work have an empty address and user agent. */
export interface Origin {
  readonly ip: string;
  readonly userAgent: string;
  readonly requestId: string;
}

/** Who does something and from where: every method that changes anything takes one. */
export interface Attribution {
  readonly actor: Actor;
  readonly origin: Origin;
}

export interface AuditTarget {
  readonly kind: string; // 'user', 'connection', 'mapping_rule', ...
  readonly id?: string;
  readonly label?: string;
}

export interface NewAuditEvent {
  /** A UUIDv7 made before the transaction, for work that must recognise its own earlier commit. It says the time, too. */
  readonly id?: string;
  /** Epoch milliseconds; by default now. Counts only without an id: an event's time is the time of its id. */
  readonly timeMs?: number;
  readonly tenantId: string;
  readonly type: AuditType;
  readonly outcome: AuditOutcome;
  readonly reason?: string;
  readonly actor: Actor;
  readonly target?: AuditTarget;
  /** The user that the event is about, by our id. */
  readonly personId?: string;
  /** The same by alias or e-mail address: what support searches by. Kept in lower case. */
  readonly person?: string;
  readonly connectionId?: string;
  readonly origin: Origin;
  /** Plain JSON values, nothing secret. Kept as canonical JSON of at most 16 KiB. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** An event as it is kept: one row, every field final. */
export interface AuditRecord {
  readonly id: string;
  readonly tenantId: string;
  readonly timeMs: number;
  readonly type: string;
  readonly outcome: string;
  readonly reason: string | null;
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly actorLabel: string | null;
  readonly targetKind: string | null;
  readonly targetId: string | null;
  readonly targetLabel: string | null;
  readonly personId: string | null;
  readonly person: string | null;
  readonly connectionId: string | null;
  readonly ip: string;
  readonly userAgent: string;
  readonly requestId: string;
  /** XXXXX-XXXXX, on the page that the person saw. */
  readonly reference: string;
  /** Canonical JSON. A string, so that its bytes stay as they were written. */
  readonly details: string;
}

/** What an administrator may ask the log for. All given ones must hold; times are epoch milliseconds, `toMs` excluded. */
export interface AuditFilters {
  readonly fromMs?: number;
  readonly toMs?: number;
  /** Alias or e-mail address, in any case. */
  readonly person?: string;
  readonly personId?: string;
  readonly actorId?: string;
  readonly ip?: string;
  readonly reason?: string;
  readonly type?: string;
  readonly outcome?: string;
  /** As normalizeReference returns it. */
  readonly reference?: string;
}

/** Fields that are compared, as rows and filters both name them. */
export type FilterField = Exclude<keyof AuditFilters, 'fromMs' | 'toMs'>;
export type Wanted = Readonly<Partial<Record<FilterField, string>>>;

export interface IndexChoice {
  readonly index: string;
  /** Compared by the index: every row that it leads to has these. */
  readonly covered: readonly FilterField[];
  /** Compared row by row afterwards: rows may be read that are not wanted. */
  readonly rest: readonly FilterField[];
}

/** Every index starts with the tenant, ends with the id (so that it reads in order of time), and has these between. */
const INDEXES: Readonly<Record<string, readonly FilterField[]>> = {
  audit_events_person_outcome_ix: ['person', 'outcome'],
  audit_events_person_ix: ['person'],
  audit_events_person_id_ix: ['personId'],
  audit_events_actor_ix: ['actorId'],
  audit_events_ip_ix: ['ip'],
  audit_events_reason_ix: ['reason'],
  audit_events_type_ix: ['type'],
  audit_events_outcome_ix: ['outcome'],
  audit_events_tenant_ix: [],
};

/**
 * The index that leaves least to compare afterwards. Said here and not left to an optimizer: one that takes statistics
 * for truth will read a year of sign-ins to find the ten of one address.
 */
export function chooseIndex(wanted: Wanted): IndexChoice {
  const given = (Object.keys(wanted) as FilterField[]).filter(
    (field) => wanted[field] !== undefined,
  );
  // A reference number is a range of one millisecond: nothing selects better.
  const name = wanted.reference === undefined ? nameOf(given, wanted) : 'audit_events_tenant_ix';
  const covered = INDEXES[name] ?? [];
  return { index: name, covered, rest: given.filter((field) => !covered.includes(field)) };
}

function nameOf(given: readonly FilterField[], wanted: Wanted): string {
  // Most events are sign-ins; of the other types nearly all have one outcome.
  const order = Object.entries(INDEXES).filter(
    ([name]) => !(name === 'audit_events_type_ix' && wanted.type === 'sign_in' && wanted.outcome),
  );
  const found = order.find(([, fields]) => fields.every((field) => given.includes(field)));
  return found?.[0] ?? 'audit_events_tenant_ix';
}

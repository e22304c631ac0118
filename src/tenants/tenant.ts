/** A customer of Imagen, found by the host that its people open. */
export interface Tenant {
  readonly id: string;
  readonly subdomain: string;
  readonly name: string;
  /** Whether a person who is not known yet gets an account at the first sign-in. */
  readonly jitEnabled: boolean;
  /** What a person gets whom no mapping rule matches; null: an account without any role. */
  readonly defaultRole: string | null;
  /** Whether such a person is refused instead. */
  readonly requiresRoleMatch: boolean;
  /** How long a session lasts however used, and unused; null: as the deployment's settings say. */
  readonly sessionAbsoluteMinutes: number | null;
  readonly sessionIdleMinutes: number | null;
  /** Whether an active connection exists. Without one its host looks like an unknown host. */
  readonly isLive: boolean;
  readonly activeConnectionId: string | null;
  /** What of the active connection tells that it is another than before. */
  readonly activeConnectionVersion: number | null;
  readonly activeConnectionUpdatedAtMs: number | null;
  /** Until when it is live, where it is the tenant of an operator's drill; null: a customer. */
  readonly drillUntilMs: number | null;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

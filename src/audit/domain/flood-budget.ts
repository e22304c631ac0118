export const EVENTS_PER_PREFIX = 60;
export const EVENTS_PER_TENANT = 600;
const MINUTE_MS = 60_000;
const FORGOTTEN_MINUTES = 10;

interface Spent {
  total: number;
  readonly byPrefix: Map<string, number>;
}

/**
 * How many refusals of strangers a minute are worth an event each: 60 per tenant and client network, 600 per tenant.
 * Holds at most 600 networks per tenant, since each has spent at least one of the tenant's 600.
 */
export class FloodBudget {
  private minute = -1;
  private tenants = new Map<string, Spent>();

  /** @returns false where the minute's budget is spent */
  take(tenantId: string, prefix: string, nowMs: number): boolean {
    const minute = Math.floor(nowMs / MINUTE_MS);
    // A clock that steps back a little must not hand out the same budget again; one that was far ahead and is corrected
    // must not leave us without any.
    if (minute > this.minute || minute < this.minute - FORGOTTEN_MINUTES) {
      this.minute = minute;
      this.tenants = new Map();
    }
    const spent = this.spentBy(tenantId);
    if (spent.total >= EVENTS_PER_TENANT) return false;
    const ofPrefix = spent.byPrefix.get(prefix) ?? 0;
    if (ofPrefix >= EVENTS_PER_PREFIX) return false;
    spent.total += 1;
    spent.byPrefix.set(prefix, ofPrefix + 1);
    return true;
  }

  private spentBy(tenantId: string): Spent {
    let spent = this.tenants.get(tenantId);
    if (!spent) {
      spent = { total: 0, byPrefix: new Map() };
      this.tenants.set(tenantId, spent);
    }
    return spent;
  }
}

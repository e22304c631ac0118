import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { type Change, ChangeFeed, type ChangeListener } from '../audit/index.js';
import { Clock, Database } from '../database/index.js';
import type { Tenant } from './tenant.js';
import { TenantsService } from './tenants.service.js';

interface Entry {
  readonly tenant: Tenant;
  readonly readAtMs: number; // monotonic
}

const MAX_AGE_MS = 60_000;
const MAX_ENTRIES = 1_000; // some 1 KB each

/**
 * Live tenants by subdomain, as of at most a minute ago and without what the change feed tells of, which is seconds at most:
 * every request asks for its tenant. Whatever is decided for good, as a sign-in, reads the tenant in its transaction.
 * Hosts that are nobody's are not kept: strangers name as many as they like.
 */
@Injectable()
export class TenantCache implements ChangeListener {
  private readonly entries = new LRUCache<string, Entry>({ max: MAX_ENTRIES }); // by subdomain
  private drops = 0;

  constructor(
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly tenants: TenantsService,
  ) {
    feed.listen(this);
  }

  /** Null: no tenant, or none that has an active connection. */
  async findLive(subdomain: string): Promise<Tenant | null> {
    return (this.feed.isCurrent ? this.fresh(subdomain) : null) ?? this.read(subdomain);
  }

  changed({ tenantId, personId }: Change): void {
    if (personId !== null) return;
    this.drops += 1;
    for (const [subdomain, { tenant }] of [...this.entries])
      if (tenant.id === tenantId) this.entries.delete(subdomain);
  }

  missed(): void {
    this.drops += 1;
    this.entries.clear();
  }

  private fresh(subdomain: string): Tenant | null {
    const entry = this.entries.get(subdomain);
    if (!entry) return null;
    if (this.clock.monotonicMs() - entry.readAtMs <= MAX_AGE_MS) return entry.tenant;
    this.entries.delete(subdomain);
    return null;
  }

  /** Kept unless something changed meanwhile: what was read may be from before that. */
  private async read(subdomain: string): Promise<Tenant | null> {
    const before = { drops: this.drops, atMs: this.clock.monotonicMs() };
    const tenant = await this.tenants.findBySubdomain(this.database, subdomain);
    if (!tenant?.isLive) return null;
    const isKept = tenant.drillUntilMs === null; // that of a drill may end between two requests
    if (isKept && this.feed.isCurrent && this.drops === before.drops)
      this.entries.set(subdomain, { tenant, readAtMs: before.atMs });
    return tenant;
  }
}

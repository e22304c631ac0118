import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Clock, type Queryable } from '../database/index.js';
import type { Connection } from './connection.js';
import { readActive } from './connections.read.js';

/** What every request knows of its tenant, as of some seconds ago at most. */
export interface TenantOfRequest {
  readonly id: string;
  readonly activeConnectionId: string | null;
  readonly activeConnectionVersion: number | null;
  readonly activeConnectionUpdatedAtMs: number | null;
}

const MAX_KEPT = 1_000; // some 5 KB each
/** Instances whose clocks differ more than this are told so by `doctor`. */
const SETTLED_AFTER_MS = 60_000;

/**
 * Active connections as they were read, so that a sign-in reads its connection and keys once per change and not twice per
 * sign-in. Never older than the tenant that the request knows, whose row says which version is current.
 */
@Injectable()
export class ActiveConnections {
  private readonly kept = new LRUCache<string, Connection>({ max: MAX_KEPT }); // by tenant

  constructor(private readonly clock: Clock) {}

  async find(q: Queryable, tenant: TenantOfRequest): Promise<Connection | null> {
    const kept = this.kept.get(tenant.id);
    if (kept && isCurrent(kept, tenant)) return kept;
    this.kept.delete(tenant.id);
    const connection = await readActive(q, tenant.id);
    // Two changes within one millisecond cannot be told apart: what has just changed is read again until it has settled.
    if (connection && this.clock.nowMs() - connection.updatedAtMs > SETTLED_AFTER_MS)
      this.kept.set(tenant.id, connection);
    return connection;
  }

  /** What this instance has not heard of yet; null: the connection is as it was. */
  async findNewer(q: Queryable, known: Connection): Promise<Connection | null> {
    const now = await readActive(q, known.tenantId);
    return now?.id === known.id && now.updatedAtMs === known.updatedAtMs ? null : now;
  }
}

function isCurrent(connection: Connection, tenant: TenantOfRequest): boolean {
  return (
    connection.id === tenant.activeConnectionId &&
    connection.version === tenant.activeConnectionVersion &&
    connection.updatedAtMs === tenant.activeConnectionUpdatedAtMs
  );
}

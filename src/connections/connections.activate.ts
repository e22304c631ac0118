import { Injectable } from '@nestjs/common';
import { type Attribution, AuditService } from '../audit/index.js';
import { AppConfig } from '../config/index.js';
import { Clock, type Transaction } from '../database/index.js';
import type { Connection } from './connection.js';
import { getOne, readActive } from './connections.read.js';
import { eventAbout, lockTenant } from './connections.write.js';
import { requireActivatable } from './domain/activation.js';

export interface ActivationOutcome {
  readonly connection: Connection;
  /** The one that it took the place of. */
  readonly retired: Connection | null;
  readonly change: 'activated' | 'unchanged';
}

/** Lets people sign in by a connection. From then on its subject source is fixed: accounts are keyed on it. */
@Injectable()
export class ConnectionsActivate {
  constructor(
    private readonly clock: Clock,
    private readonly config: AppConfig,
    private readonly audit: AuditService,
  ) {}

  /** @throws UserError where nobody could sign in by it */
  async activate(
    tx: Transaction,
    tenantId: string,
    connectionId: string,
    by: Attribution,
  ): Promise<ActivationOutcome> {
    await lockTenant(tx, tenantId);
    const connection = await getOne(tx, tenantId, connectionId);
    const former = await readActive(tx, tenantId);
    if (former?.id === connection.id) return { connection, retired: null, change: 'unchanged' };
    requireActivatable(
      {
        idpEntityId: connection.idpEntityId,
        endpointUrls: endpointUrlsOf(connection),
        certificates: connection.certificates,
      },
      { allowsPlainHttp: this.config.environment !== 'production' },
    );
    const nowMs = this.clock.nowMs();
    if (former) await this.retire(tx, former, by, nowMs);
    await tx.execute(
      `UPDATE connections SET state = 'active', active_tenant_id = tenant_id, updated_at_ms = ? WHERE id = ?`,
      [nowMs, connection.id],
    );
    await this.audit.append(tx, {
      ...eventAbout(connection, by, nowMs),
      type: 'connection.activated',
      details: {
        idpEntityId: connection.idpEntityId,
        subjectSource: connection.subjectSource,
        version: connection.version,
        ...(former ? { inPlaceOf: former.id } : {}),
      },
    });
    return {
      connection: { ...connection, state: 'active', updatedAtMs: nowMs },
      retired: former && { ...former, state: 'retired', updatedAtMs: nowMs },
      change: 'activated',
    };
  }

  /** It is kept with its keys, so that it can be activated again if the new one does not work. */
  private async retire(
    tx: Transaction,
    former: Connection,
    by: Attribution,
    nowMs: number,
  ): Promise<void> {
    await tx.execute(
      `UPDATE connections SET state = 'retired', active_tenant_id = NULL, updated_at_ms = ? WHERE id = ?`,
      [nowMs, former.id],
    );
    await this.audit.append(tx, {
      ...eventAbout(former, by, nowMs),
      type: 'connection.updated',
      details: { before: { state: 'active' }, after: { state: 'retired' } },
    });
  }
}

function endpointUrlsOf(connection: Connection): string[] {
  const { ssoRedirectUrl, ssoPostUrl, sloRedirectUrl, sloPostUrl } = connection;
  return [ssoRedirectUrl, ssoPostUrl, sloRedirectUrl, sloPostUrl].filter((url) => url !== null);
}

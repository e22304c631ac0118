import { Injectable } from '@nestjs/common';
import { type Attribution, AuditService } from '../audit/index.js';
import { Clock, type Transaction, uuidv7 } from '../database/index.js';
import { UserError } from '../errors/index.js';
import type { Tenant } from './tenant.js';
import { TenantsService } from './tenants.service.js';

/** One name for all drills, so that it needs one name in the DNS and has one audit log. */
const DRILL_SUBDOMAIN = 'attack-drill';
export const DRILL_MINUTES = 10;

/** What a drill leaves when it is over, by kind. */
export type RemovedRows = Readonly<Record<string, number>>;

/**
 * The tenant at which an operator attacks the own deployment with genuine responses between the forged ones. It is live for ten
 * minutes and not a moment longer, whatever becomes of who opened it: a tenant whose time is over has no active
 * connection, which the sign-in's transaction reads. Nobody gets a role there, and lists and warnings leave it out.
 */
@Injectable()
export class AttackDrills {
  constructor(
    private readonly clock: Clock,
    private readonly tenants: TenantsService,
    private readonly audit: AuditService,
  ) {}

  /** @throws UserError where a drill is under way, or a customer has the name */
  async open(tx: Transaction, by: Attribution): Promise<Tenant> {
    const nowMs = this.clock.nowMs();
    const untilMs = nowMs + DRILL_MINUTES * 60_000;
    const isNew = await tx.insertUnlessDuplicate(
      `INSERT INTO tenants (id, subdomain, name, jit_enabled, default_role, requires_role_match,
        drill_until_ms, created_at_ms, updated_at_ms) VALUES (?, ?, 'Attack drill', 1, NULL, 0, ?, ?, ?)`,
      [uuidv7(nowMs), DRILL_SUBDOMAIN, untilMs, nowMs, nowMs],
    );
    const tenant = await this.tenants.getBySubdomain(tx, DRILL_SUBDOMAIN);
    if (!isNew) await this.reopen(tx, tenant, nowMs, untilMs);
    await this.record(tx, tenant.id, by, { drillUntil: new Date(untilMs).toISOString() });
    return this.tenants.get(tx, tenant.id);
  }

  private async reopen(tx: Transaction, tenant: Tenant, nowMs: number, untilMs: number) {
    if (tenant.drillUntilMs === null) {
      throw new UserError(
        'drill_subdomain_taken',
        `A customer has the subdomain ${DRILL_SUBDOMAIN}, so there can be no drill: attack that customer by its name, with forged responses alone.`,
        409,
      );
    }
    const opened = await tx.execute(
      'UPDATE tenants SET drill_until_ms = ?, updated_at_ms = ? WHERE id = ? AND drill_until_ms <= ?',
      [untilMs, nowMs, tenant.id, nowMs],
    );
    if (opened === 1) return;
    throw new UserError(
      'drill_under_way',
      `A drill is under way until ${new Date(tenant.drillUntilMs).toISOString()} at the latest: wait for it.`,
      409,
    );
  }

  /** From this moment nobody signs in there. */
  async end(tx: Transaction, id: string): Promise<void> {
    await tx.execute('UPDATE tenants SET drill_until_ms = ? WHERE id = ? AND drill_until_ms > ?', [
      ...[this.clock.nowMs(), id, this.clock.nowMs()],
    ]);
  }

  /** The tenant of drills, locked, so that none begins meanwhile. Null: there never was one, or it is not over. */
  async findOver(tx: Transaction): Promise<string | null> {
    const rows = await tx.query<{ id: string }>(
      `SELECT id FROM tenants WHERE subdomain = ? AND drill_until_ms <= ?${tx.forUpdate}`,
      [DRILL_SUBDOMAIN, this.clock.nowMs()],
    );
    return rows[0]?.id ?? null;
  }

  async recordRemoval(
    tx: Transaction,
    id: string,
    removed: RemovedRows,
    by: Attribution,
  ): Promise<void> {
    await this.record(tx, id, by, { removed });
  }

  private async record(
    tx: Transaction,
    id: string,
    by: Attribution,
    details: Readonly<Record<string, string | RemovedRows>>,
  ): Promise<void> {
    await this.audit.append(tx, {
      tenantId: id,
      timeMs: this.clock.nowMs(),
      type: 'tenant.updated',
      outcome: 'done',
      ...by,
      target: { kind: 'tenant', id, label: DRILL_SUBDOMAIN },
      details,
    });
  }
}

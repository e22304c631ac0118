import { Injectable } from '@nestjs/common';
import { type Attribution, AuditService } from '../audit/index.js';
import { SUBDOMAIN_PATTERN } from '../config/index.js';
import { Clock, type Queryable, type Transaction, uuidv7 } from '../database/index.js';
import { UserError } from '../errors/index.js';
import { isRole, ROLES } from './roles.js';
import type { Tenant } from './tenant.js';

export interface NewTenant {
  readonly subdomain: string;
  readonly name: string;
}

/** What may be changed of a tenant. Its subdomain is not: entity ID and reply URL at the customer's IdP hang on it. */
export interface TenantSettings {
  readonly name: string;
  readonly jitEnabled: boolean;
  readonly defaultRole: string | null;
  readonly requiresRoleMatch: boolean;
  readonly sessionAbsoluteMinutes: number | null;
  readonly sessionIdleMinutes: number | null;
}

type TenantRow = { [Key in keyof Tenant]: Tenant[Key] extends boolean ? number : Tenant[Key] };

const SELECT = `SELECT t.id AS id, t.subdomain AS subdomain, t.name AS name, t.jit_enabled AS jitEnabled,
    t.default_role AS defaultRole, t.requires_role_match AS requiresRoleMatch,
    t.session_absolute_minutes AS sessionAbsoluteMinutes, t.session_idle_minutes AS sessionIdleMinutes,
    CASE WHEN c.id IS NULL THEN 0 ELSE 1 END AS isLive, c.id AS activeConnectionId,
    c.version AS activeConnectionVersion, c.updated_at_ms AS activeConnectionUpdatedAtMs,
    t.drill_until_ms AS drillUntilMs, t.created_at_ms AS createdAtMs, t.updated_at_ms AS updatedAtMs
  FROM tenants t LEFT JOIN connections c ON c.active_tenant_id = t.id`;

const MAX_NAME_LENGTH = 200;
/** The bounds of SESSION_ABSOLUTE_MINUTES and SESSION_IDLE_MINUTES: shorter locks people out, longer is a week. */
const MIN_ABSOLUTE_MINUTES = 5;
const MIN_IDLE_MINUTES = 1;
const MAX_LIFETIME_MINUTES = 10_080;

/** Reads and changes tenants. Every change is an event of that tenant's own log, in the caller's transaction. */
@Injectable()
export class TenantsService {
  constructor(
    private readonly clock: Clock,
    private readonly audit: AuditService,
  ) {}

  /** One query by unique index: on the way of every request. */
  async findBySubdomain(q: Queryable, subdomain: string): Promise<Tenant | null> {
    const rows = await q.query<TenantRow>(`${SELECT} WHERE t.subdomain = ?`, [subdomain]);
    return rows[0] ? this.tenantOf(rows[0]) : null;
  }

  /** @throws UserError where no tenant has that subdomain */
  async getBySubdomain(q: Queryable, subdomain: string): Promise<Tenant> {
    const tenant = await this.findBySubdomain(q, subdomain);
    if (tenant) return tenant;
    throw new UserError(
      'tenant_unknown',
      `There is no tenant ${JSON.stringify(subdomain)}: tenant list shows those there are.`,
      404,
    );
  }

  /** @throws Error where the id is nobody's: ids come from our own rows */
  async get(q: Queryable, id: string): Promise<Tenant> {
    const rows = await q.query<TenantRow>(`${SELECT} WHERE t.id = ?`, [id]);
    if (!rows[0]) throw new Error('no tenant of that id');
    return this.tenantOf(rows[0]);
  }

  /** All customers by subdomain; a drill's tenant is none. */
  async list(q: Queryable): Promise<Tenant[]> {
    const rows = await q.query<TenantRow>(
      `${SELECT} WHERE t.drill_until_ms IS NULL ORDER BY t.subdomain`,
    );
    return rows.map((row) => this.tenantOf(row));
  }

  /** Accounts are made just in time, and a person whom no rule matches is a viewer, until somebody sets it otherwise. */
  async create(tx: Transaction, wanted: NewTenant, by: Attribution): Promise<Tenant> {
    const subdomain = checkedSubdomain(wanted.subdomain);
    const name = checkedName(wanted.name);
    const nowMs = this.clock.nowMs();
    const id = uuidv7(nowMs);
    const isNew = await tx.insertUnlessDuplicate(
      `INSERT INTO tenants (id, subdomain, name, jit_enabled, default_role, requires_role_match,
        created_at_ms, updated_at_ms) VALUES (?, ?, ?, 1, 'viewer', 0, ?, ?)`,
      [id, subdomain, name, nowMs, nowMs],
    );
    if (!isNew) {
      throw new UserError(
        'tenant_exists',
        `There is already a tenant ${subdomain}: choose another subdomain, or change that one with tenant set.`,
        409,
      );
    }
    const tenant = await this.get(tx, id);
    await this.audit.append(tx, {
      tenantId: id,
      timeMs: nowMs,
      type: 'tenant.created',
      outcome: 'done',
      ...by,
      target: { kind: 'tenant', id, label: subdomain },
      details: { subdomain, ...settingsOf(tenant) },
    });
    return tenant;
  }

  /** Writes what differs. Nothing differs: nothing is written, no event. */
  async update(
    tx: Transaction,
    id: string,
    wanted: Partial<TenantSettings>,
    by: Attribution,
  ): Promise<Tenant> {
    await tx.query(`SELECT id FROM tenants WHERE id = ?${tx.forUpdate}`, [id]);
    const tenant = await this.get(tx, id);
    const before = settingsOf(tenant);
    const after = checkedSettings({ ...before, ...wanted });
    const changed = SETTING_NAMES.filter((key) => before[key] !== after[key]);
    if (changed.length === 0) return tenant;
    const nowMs = this.clock.nowMs();
    await tx.execute(
      `UPDATE tenants SET name = ?, jit_enabled = ?, default_role = ?, requires_role_match = ?,
        session_absolute_minutes = ?, session_idle_minutes = ?, updated_at_ms = ?
        WHERE id = ?`,
      [
        after.name,
        Number(after.jitEnabled),
        after.defaultRole,
        Number(after.requiresRoleMatch),
        after.sessionAbsoluteMinutes,
        after.sessionIdleMinutes,
        nowMs,
        id,
      ],
    );
    await this.audit.append(tx, {
      tenantId: id,
      timeMs: nowMs,
      type: 'tenant.updated',
      outcome: 'done',
      ...by,
      target: { kind: 'tenant', id, label: tenant.subdomain },
      details: { before: pick(before, changed), after: pick(after, changed) },
    });
    return { ...tenant, ...after, updatedAtMs: nowMs };
  }

  private tenantOf(row: TenantRow): Tenant {
    const tenant = {
      ...row,
      jitEnabled: row.jitEnabled === 1,
      requiresRoleMatch: row.requiresRoleMatch === 1,
      isLive: row.isLive === 1,
    };
    const isOver = row.drillUntilMs !== null && row.drillUntilMs <= this.clock.nowMs();
    return isOver ? { ...tenant, ...WITHOUT_CONNECTION } : tenant;
  }
}

/** What a drill's tenant has when its time is over, whatever stands in its rows. */
const WITHOUT_CONNECTION = {
  isLive: false,
  activeConnectionId: null,
  activeConnectionVersion: null,
  activeConnectionUpdatedAtMs: null,
} as const;

const SETTING_NAMES = [
  'name',
  'jitEnabled',
  'defaultRole',
  'requiresRoleMatch',
  'sessionAbsoluteMinutes',
  'sessionIdleMinutes',
] as const;

function settingsOf(tenant: Tenant): TenantSettings {
  return Object.fromEntries(
    SETTING_NAMES.map((key) => [key, tenant[key]]),
  ) as unknown as TenantSettings;
}

function pick(
  settings: TenantSettings,
  keys: readonly (keyof TenantSettings)[],
): Record<string, string | number | boolean | null> {
  return Object.fromEntries(keys.map((key) => [key, settings[key]]));
}

function checkedSubdomain(text: string): string {
  if (SUBDOMAIN_PATTERN.test(text)) return text;
  throw new UserError(
    'subdomain_malformed',
    `${JSON.stringify(text)} is no subdomain: write 1 to 63 lower-case letters, digits and hyphens, such as acme.`,
  );
}

/** What is no plain text, and what XML cannot hold (XML 1.0, 2.2): the name stands in our metadata. */
const UNFIT_FOR_A_NAME = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\uFFFE\uFFFF]/u;

function checkedName(text: string): string {
  const name = text.trim();
  if (name !== '' && name.length <= MAX_NAME_LENGTH && !UNFIT_FOR_A_NAME.test(name)) return name;
  throw new UserError(
    'name_malformed',
    `A name is 1 to ${MAX_NAME_LENGTH} characters of plain text on one line.`,
  );
}

function checkedSettings(settings: TenantSettings): TenantSettings {
  const role = settings.defaultRole;
  if (role !== null && !isRole(role)) {
    throw new UserError(
      'role_unknown',
      `${JSON.stringify(role)} is no role that a tenant can give by default: choose ${ROLES.join(', ')} or none.`,
    );
  }
  checkLifetime('absolute', settings.sessionAbsoluteMinutes, MIN_ABSOLUTE_MINUTES);
  checkLifetime('idle', settings.sessionIdleMinutes, MIN_IDLE_MINUTES);
  return { ...settings, name: checkedName(settings.name) };
}

function checkLifetime(which: string, minutes: number | null, min: number): void {
  if (minutes === null) return;
  if (Number.isInteger(minutes) && minutes >= min && minutes <= MAX_LIFETIME_MINUTES) return;
  throw new UserError(
    'session_lifetime_out_of_range',
    `The ${which} lifetime of sessions is ${String(min)} to ${String(MAX_LIFETIME_MINUTES)} whole minutes, or default.`,
  );
}

import type { DataSource } from 'typeorm';
import { AuditService } from '../../src/audit/index.js';
import { AppConfig } from '../../src/config/index.js';
import { dataSourceOptions, openDataSource } from '../../src/database/data-source.js';
import {
  Clock,
  Database,
  Migrator,
  type SqlValue,
  type Transaction,
  Transactions,
} from '../../src/database/index.js';
import type { Decision } from '../../src/errors/index.js';
import {
  GroupEntity,
  MappingRuleEntity,
  MembershipEntity,
  type ProvisionedUser,
  type ProvisionRequest,
  UserEntity,
  UserRoleEntity,
  UsersProvision,
} from '../../src/users/index.js';
import type { DatabaseKind } from './databases.js';

export const NOW = 1_795_478_400_000;
export const ORIGIN = { ip: '203.0.113.7', userAgent: 'test', requestId: 'request-1' };
export const BY_CLI = { actor: { kind: 'cli', label: 'test' }, origin: ORIGIN } as const;
export const ENTRA_TENANT = '5e2b1f0a-54b6-4c6e-8b3e-0f7f6a3f5f11';
export const ENTRA = `https://sts.windows.net/${ENTRA_TENANT}/`;
export const OBJECT_ID = 'http://schemas.microsoft.com/identity/claims/objectidentifier';
export const UPN = 'urn:oid:1.3.6.1.4.1.5923.1.1.1.10';
export const MAIL = 'urn:oid:0.9.2342.19200300.100.1.3';
export const DISPLAY_NAME = 'http://schemas.microsoft.com/identity/claims/displayname';
export const GROUPS_LINK = 'http://schemas.microsoft.com/claims/groups.link';

/** A clock that stands until it is told to go on. */
export class StandingClock extends Clock {
  ms = NOW;

  override nowMs(): number {
    return this.ms;
  }
}

export interface EventRow {
  readonly type: string;
  readonly personId: string;
  readonly person: string;
  readonly details: string;
}

/** A database of its own with the users module on it, and the statements that it was asked, in order. */
export class UsersWorld {
  readonly statements: string[] = [];
  readonly clock = new StandingClock();
  readonly audit = new AuditService(this.clock);
  readonly provisioning = new UsersProvision(this.audit);

  private constructor(
    readonly dataSource: DataSource,
    readonly database: Database,
    readonly transactions: Transactions,
    private readonly drop: () => Promise<void>,
  ) {}

  static async open(databases: DatabaseKind): Promise<UsersWorld> {
    const home = await databases.create();
    const config = AppConfig.read({ NODE_ENV: 'test', DATABASE_URL: home.url });
    const dataSource = await openDataSource({
      ...dataSourceOptions(config),
      entities: [UserEntity, GroupEntity, MembershipEntity, UserRoleEntity, MappingRuleEntity],
    });
    await new Migrator(dataSource).run();
    return new UsersWorld(dataSource, new Database(dataSource), new Transactions(dataSource), () =>
      home.drop(),
    );
  }

  async close(): Promise<void> {
    await this.dataSource.destroy();
    await this.drop();
  }

  inTransaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.transactions.run((tx) => work(this.watched(tx)));
  }

  provision(request: ProvisionRequest): Promise<Decision<ProvisionedUser>> {
    return this.inTransaction((tx) => this.provisioning.provision(tx, request));
  }

  /** @throws Error where the sign-in is refused */
  async signIn(request: ProvisionRequest): Promise<ProvisionedUser> {
    const decision = await this.provision(request);
    if (!decision.accepted)
      throw new Error(`refused: ${decision.code} ${JSON.stringify(decision.facts)}`);
    return decision.value;
  }

  async refusal(request: ProvisionRequest): Promise<{ code: string; facts: object }> {
    const decision = await this.provision(request);
    if (decision.accepted) throw new Error('accepted');
    return { code: decision.code, facts: decision.facts };
  }

  async count(table: string, tenantId: string): Promise<number> {
    const [row] = await this.database.query<{ n: number }>(
      `SELECT count(*) AS n FROM ${table} WHERE tenant_id = ?`,
      [tenantId],
    );
    return Number(row?.n);
  }

  async events(tenantId: string): Promise<{ type: string; details: Record<string, unknown> }[]> {
    const rows = await this.database.query<EventRow>(
      'SELECT type, details FROM audit_events WHERE tenant_id = ? ORDER BY id',
      [tenantId],
    );
    return rows.map((row) => ({
      type: row.type,
      details: JSON.parse(row.details) as Record<string, unknown>,
    }));
  }

  async execute(sql: string, parameters: readonly SqlValue[] = []): Promise<void> {
    await this.transactions.run((tx) => tx.execute(sql, parameters));
  }

  private watched(tx: Transaction): Transaction {
    const { statements } = this;
    return {
      dialect: tx.dialect,
      forUpdate: tx.forUpdate,
      manager: tx.manager,
      beforeCommit: (action) => {
        tx.beforeCommit(action);
      },
      afterCommit: (action) => {
        tx.afterCommit(action);
      },
      query<Row extends object>(sql: string, parameters?: readonly SqlValue[]): Promise<Row[]> {
        statements.push(sql);
        return tx.query<Row>(sql, parameters);
      },
      execute(sql: string, parameters?: readonly SqlValue[]) {
        statements.push(sql);
        return tx.execute(sql, parameters);
      },
      insertUnlessDuplicate(sql: string, parameters?: readonly SqlValue[]) {
        statements.push(sql);
        return tx.insertUnlessDuplicate(sql, parameters);
      },
    };
  }
}

type Attributes = Readonly<Record<string, string | readonly string[]>>;

/** A sign-in of B.Simon through Entra; says only what matters to the test. */
export class SignInBuilder {
  private constructor(
    private readonly request: ProvisionRequest,
    private readonly attributes: Attributes,
  ) {}

  static of(tenantId: string): SignInBuilder {
    return new SignInBuilder(
      {
        tenant: { id: tenantId, jitEnabled: true, defaultRole: 'viewer', requiresRoleMatch: false },
        connection: {
          id: `connection-${tenantId}`.slice(0, 36),
          idpEntityId: ENTRA,
          subjectSource: `attribute:${OBJECT_ID}`,
          entraTenantId: ENTRA_TENANT,
          groupsOverage: 'keep',
          adoptsByUpnUntilMs: null,
        },
        claims: { attributes: new Map(), nameId: null },
        nowMs: NOW,
        origin: ORIGIN,
      },
      {
        [OBJECT_ID]: 'a3b2c1d0-0000-4000-8000-00000000b51a',
        [UPN]: 'B.Simon@contoso.com',
        [MAIL]: 'b.simon@contoso.com',
        [DISPLAY_NAME]: 'B. Simon',
      },
    );
  }

  with(attributes: Attributes): SignInBuilder {
    return new SignInBuilder(this.request, { ...this.attributes, ...attributes });
  }

  without(...names: string[]): SignInBuilder {
    const left = Object.entries(this.attributes).filter(([name]) => !names.includes(name));
    return new SignInBuilder(this.request, Object.fromEntries(left));
  }

  through(connection: Partial<ProvisionRequest['connection']>): SignInBuilder {
    return new SignInBuilder(
      { ...this.request, connection: { ...this.request.connection, ...connection } },
      this.attributes,
    );
  }

  where(tenant: Partial<ProvisionRequest['tenant']>): SignInBuilder {
    return new SignInBuilder(
      { ...this.request, tenant: { ...this.request.tenant, ...tenant } },
      this.attributes,
    );
  }

  at(nowMs: number): SignInBuilder {
    return new SignInBuilder({ ...this.request, nowMs }, this.attributes);
  }

  build(): ProvisionRequest {
    const attributes = Object.entries(this.attributes).map(
      ([name, value]): [string, readonly string[]] => [
        name,
        typeof value === 'string' ? [value] : value,
      ],
    );
    const nameId = { value: 'B.Simon@contoso.com', format: null };
    return { ...this.request, claims: { attributes: new Map(attributes), nameId } };
  }
}

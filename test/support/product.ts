import type { AddressInfo } from 'node:net';
import type { Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { prepare } from '../../src/app.js';
import { AppModule } from '../../src/app.module.js';
import type { Attribution } from '../../src/audit/index.js';
import { type Connection, ConnectionsService } from '../../src/connections/index.js';
import { Clock, Database, Migrator, Transactions } from '../../src/database/index.js';
import { type Tenant, TenantsService } from '../../src/tenants/index.js';
import type { DatabaseKind } from './databases.js';
import { HttpClient } from './http-client.js';
import { ACME, type SigningKey, theIdpKey } from './saml/index.js';

export const BY_TEST: Attribution = {
  actor: { kind: 'cli', label: 'test' },
  origin: { ip: '127.0.0.1', userAgent: 'test', requestId: 'test' },
};

/** A clock that stands until it is moved. */
export class StandingClock extends Clock {
  constructor(public atMs: number) {
    super();
  }

  override nowMs(): number {
    return this.atMs;
  }

  override monotonicMs(): number {
    return this.atMs;
  }
}

export interface ProductOptions {
  readonly settings?: Readonly<Record<string, string>>;
  readonly clock?: Clock;
  readonly databaseUrl?: string; // an existing database, which is then not dropped
  readonly port?: number; // 0: any
}

/** The whole product, listening on a free port of 127.0.0.1, with a database of its own. */
export interface Product {
  readonly app: NestExpressApplication;
  readonly port: number;
  readonly databaseUrl: string;
  readonly clock: Clock;
  get<Service>(service: Type<Service> | (abstract new (...args: never[]) => Service)): Service;
  client(subdomain: string): HttpClient;
  query<Row extends object>(sql: string, parameters?: (string | number | null)[]): Promise<Row[]>;
  close(): Promise<void>;
}

export async function startProduct(
  kind: DatabaseKind,
  options: ProductOptions = {},
): Promise<Product> {
  const home = options.databaseUrl === undefined ? await kind.create() : null;
  const databaseUrl = options.databaseUrl ?? home?.url ?? '';
  const clock = options.clock ?? new Clock();
  const builder = Test.createTestingModule({
    imports: [
      AppModule.forRoot({
        NODE_ENV: 'test',
        DATABASE_URL: databaseUrl,
        PUBLIC_URL: 'https://{tenant}.imagencloud.com',
        SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
        LOG_LEVEL: 'silent',
        OPERATIONS_PORT: '0',
        RATE_LIMIT: '0',
        ...options.settings,
      }),
    ],
  });
  const module = await builder.overrideProvider(Clock).useValue(clock).compile();
  const app = module.createNestApplication<NestExpressApplication>({
    bodyParser: false,
    logger: false,
  });
  prepare(app);
  await app.get(Migrator).run();
  await app.listen(options.port ?? 0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  return {
    app,
    port,
    databaseUrl,
    clock,
    get: (service) => app.get(service as Type, { strict: false }),
    client: (subdomain) => new HttpClient(port, `${subdomain}.imagencloud.com`),
    query: (sql, parameters) => app.get(Database).query(sql, parameters),
    async close() {
      await app.close();
      await home?.drop();
    },
  };
}

export interface IdpOptions {
  readonly entityId?: string;
  readonly keys?: readonly SigningKey[];
  readonly binding?: 'redirect' | 'post';
  /** Null: the metadata does not say what its keys are for. */
  readonly keyUse?: 'signing' | null;
  /** Elements of the IdP role before SingleSignOnService. */
  readonly singleLogoutServices?: string;
}

/** The metadata of an Entra-shaped IdP with the given keys. */
export function idpMetadata({
  entityId = ACME.idpEntityId,
  keys = [theIdpKey()],
  binding = 'redirect',
  keyUse = 'signing',
  singleLogoutServices = '',
}: IdpOptions = {}): Buffer {
  const descriptors = keys.map(
    (key) =>
      `<KeyDescriptor${keyUse === null ? '' : ` use="${keyUse}"`}><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>${key.certificateBase64}</X509Certificate></X509Data></KeyInfo></KeyDescriptor>`,
  );
  const bindingName = binding === 'redirect' ? 'HTTP-Redirect' : 'HTTP-POST';
  return Buffer.from(
    `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${entityId}">` +
      `<IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">${descriptors.join('')}` +
      singleLogoutServices +
      `<SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:${bindingName}" Location="https://login.microsoftonline.com/6f1b2c3d-1111-4a4a-8b8b-0a1b2c3d4e5f/saml2"/>` +
      '</IDPSSODescriptor></EntityDescriptor>',
  );
}

export interface LiveTenant {
  readonly tenant: Tenant;
  readonly connection: Connection;
}

/** A tenant with an active connection to the IdP of the test builders. */
export async function createLiveTenant(
  product: Product,
  subdomain = 'acme',
  idp: IdpOptions = {},
): Promise<LiveTenant> {
  const tenants = product.get(TenantsService);
  const connections = product.get(ConnectionsService);
  const metadata = connections.readMetadata(idpMetadata(idp));
  return product.get(Transactions).run(async (tx) => {
    const { id } = await tenants.create(tx, { subdomain, name: subdomain.toUpperCase() }, BY_TEST);
    const imported = await connections.importMetadata(
      tx,
      { tenantId: id, metadata, metadataUrl: null },
      BY_TEST,
    );
    await connections.activate(tx, id, imported.connection.id, BY_TEST);
    const connection = await connections.findActive(tx, id);
    if (!connection) throw new Error('the connection did not become active');
    return { tenant: await tenants.get(tx, id), connection };
  });
}

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePort } from './free-port.ts';
import { groupValue } from './people.ts';
import { startServer } from './server-process.ts';
import {
  certificatesOf,
  IDP_ENTITY_ID,
  type Keys,
  SSO_URL,
  Target,
  type TenantName,
  TENANTS,
} from './target.ts';

const checkout = resolve(import.meta.dirname, '../..');
export const ACS_PATH = '/saml/module.php/saml/sp/saml2-acs.php/imagenweb';

export interface ProductOptions {
  readonly name: string;
  readonly databaseUrl: string;
  readonly databasePid: number | null;
  readonly keys: Keys;
}

/** What a production machine sets; the limit per network alone is off, since all of the load comes from one address. */
export function productEnvironment(
  databaseUrl: string,
  port: number,
): Readonly<Record<string, string>> {
  return {
    NODE_ENV: 'production',
    PORT: String(port),
    OPERATIONS_PORT: '0',
    PUBLIC_URL: 'https://{tenant}.bench.example',
    DATABASE_URL: databaseUrl,
    SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
    RATE_LIMIT: '0',
  };
}

/** The built product in a process of its own, with two customers and a mapping from one of the groups that people have. */
export async function startProduct(options: ProductOptions): Promise<Target> {
  setUp(productEnvironment(options.databaseUrl, await freePort()), options.keys);
  return serveProduct(options);
}

/** The same on a database that is set up: one more instance. */
export async function serveProduct(options: ProductOptions): Promise<Target> {
  const port = await freePort();
  const env = productEnvironment(options.databaseUrl, port);
  const server = await startServer(
    [join(checkout, 'dist/main.js')],
    env,
    `http://127.0.0.1:${port}/healthz`,
  );
  const { name, keys, databaseUrl, databasePid } = options;
  return new Target({
    ...{ name, acsPath: ACS_PATH, key: keys.current, port, server },
    ...{ databaseUrl, databasePid },
  });
}

function setUp(env: Readonly<Record<string, string>>, keys: Keys): void {
  const folder = mkdtempSync(join(tmpdir(), 'imagen-bench-'));
  const cli = (...args: string[]): void => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(checkout, 'dist/cli.js'), ...args],
      { env: { PATH: process.env.PATH, ...env }, encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(`${args.join(' ')}: ${stdout}${stderr}`);
  };
  try {
    cli('migrate');
    for (const tenant of TENANTS) {
      const file = join(folder, `${tenant}.xml`);
      writeFileSync(file, metadataXml(tenant, keys));
      cli('tenant', 'create', tenant, '--name', tenant);
      cli('connection', 'import', tenant, '--metadata', file, '--activate');
      cli('mapping', 'add', tenant, '--group', groupValue(0), '--role', 'editor');
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function metadataXml(tenant: TenantName, keys: Keys): string {
  const descriptors = certificatesOf(tenant, keys).map(
    (certificate) =>
      '<KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data>' +
      `<X509Certificate>${certificate}</X509Certificate></X509Data></KeyInfo></KeyDescriptor>`,
  );
  return (
    `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${IDP_ENTITY_ID}">` +
    `<IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">${descriptors.join('')}` +
    `<SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${SSO_URL}"/>` +
    '</IDPSSODescriptor></EntityDescriptor>'
  );
}

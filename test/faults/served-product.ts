import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { DatabaseKind } from '../support/databases.js';
import { HttpClient } from '../support/http-client.js';
import {
  createLiveTenant,
  type IdpOptions,
  type Product,
  startProduct,
} from '../support/product.js';

const ROOT = join(import.meta.dirname, '../..');

/** A migrated database with one live tenant, acme, to which nothing is connected, and the product to serve it. */
export interface Acme {
  readonly databaseUrl: string;
  /** The built product; a copy, so that a build meanwhile does not pull it away from under its processes. */
  readonly main: string;
  drop(): Promise<void>;
}

export async function aDatabaseWithAcme(kind: DatabaseKind, idp: IdpOptions = {}): Promise<Acme> {
  const home = await kind.create();
  const product = await startProduct(kind, { databaseUrl: home.url });
  await createLiveTenant(product, 'acme', idp);
  await product.close();
  const folder = mkdtempSync(join(tmpdir(), 'imagen-sso-build-'));
  for (const name of ['dist', 'package.json'])
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
  return {
    databaseUrl: home.url,
    main: join(folder, 'dist/main.js'),
    async drop() {
      rmSync(folder, { recursive: true, force: true });
      await home.drop();
    },
  };
}

/** What the records say, read by a product that is started for nothing else. */
export async function inspect<T>(
  kind: DatabaseKind,
  { databaseUrl }: Acme,
  look: (product: Product) => Promise<T>,
): Promise<T> {
  const product = await startProduct(kind, { databaseUrl });
  try {
    return await look(product);
  } finally {
    await product.close();
  }
}

/** The product as it is shipped: a process of its own, which can be killed like any other. */
export class ServedProduct {
  private constructor(
    readonly port: number,
    private readonly child: ChildProcess,
  ) {}

  /** @returns when it listens; @throws what it wrote to stderr where it ends instead */
  static async start(
    { main, databaseUrl }: Acme,
    port: number,
    settings: Readonly<Record<string, string>> = {},
  ): Promise<ServedProduct> {
    const child = spawn(process.execPath, [main], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        NODE_ENV: 'production',
        DATABASE_URL: databaseUrl,
        HOST: '127.0.0.1',
        PORT: port.toString(),
        PUBLIC_URL: 'https://{tenant}.imagencloud.com',
        SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
        OPERATIONS_PORT: '0',
        RATE_LIMIT: '0',
        STOP_DELAY_SECONDS: '0',
        ...settings,
      },
    });
    let complaints = '';
    child.stderr.on('data', (text: Buffer) => (complaints += text.toString()));
    const lines = createInterface({ input: child.stdout });
    await new Promise<void>((resolve, reject) => {
      lines.on('line', (line) => {
        if (line.includes('"event":"listening"')) resolve();
      });
      child.once('exit', (code) => {
        reject(new Error(`the product ended with ${String(code)}: ${complaints}`));
      });
    });
    return new ServedProduct(port, child);
  }

  client(): HttpClient {
    return new HttpClient(this.port, 'acme.imagencloud.com');
  }

  /** At once, in the middle of whatever it does. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** @returns the exit code */
  async stop(): Promise<number | null> {
    await this.end('SIGTERM');
    return this.child.exitCode;
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill(signal);
    await ended;
  }
}

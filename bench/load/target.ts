import type { ServerProcess } from './server-process.ts';
import type { Addressing, IdpKey } from './entra-response.ts';
import { cpuMsOf } from './cpu-time.ts';
import { HttpLoad } from './http.ts';

export const CONCURRENCY = 4;
export const IDP_ENTITY_ID = 'https://sts.windows.net/6f1b2c3d-1111-4a4a-8b8b-0a1b2c3d4e5f/';
export const SSO_URL =
  'https://login.microsoftonline.com/6f1b2c3d-1111-4a4a-8b8b-0a1b2c3d4e5f/saml2';

/** `acme` trusts one certificate; `rollover` has a second one, which signs, behind the one of before. */
export type TenantName = 'acme' | 'rollover';
export const TENANTS: readonly TenantName[] = ['acme', 'rollover'];

export interface Keys {
  readonly current: IdpKey;
  readonly previous: IdpKey;
}

export function certificatesOf(tenant: TenantName, { current, previous }: Keys): string[] {
  const keys = tenant === 'acme' ? [current] : [previous, current];
  return keys.map(({ certificateBase64 }) => certificateBase64);
}

export const hostOf = (tenant: TenantName): string => `${tenant}.bench.example`;

export function addressingOf(tenant: TenantName, acsPath: string): Addressing {
  const origin = `https://${hostOf(tenant)}`;
  return {
    acsUrl: origin + acsPath,
    spEntityId: `${origin}/sp-entityid`,
    idpEntityId: IDP_ENTITY_ID,
  };
}

export interface CpuMs {
  readonly node: number;
  readonly database: number; // 0 where it runs inside the server's process
}

export interface RunningServer {
  readonly name: string;
  readonly acsPath: string;
  readonly key: IdpKey;
  readonly port: number;
  readonly server: ServerProcess;
  readonly databaseUrl: string;
  /** Null: the database runs inside the server's process. */
  readonly databasePid: number | null;
}

/** A server under load. */
export class Target {
  readonly name: string;
  readonly acsPath: string;
  readonly key: IdpKey;
  readonly databaseUrl: string;
  readonly databasePid: number | null;
  readonly #server: ServerProcess;
  readonly #loads: ReadonlyMap<TenantName, HttpLoad>;

  constructor(running: RunningServer) {
    const { name, acsPath, key, port } = running;
    this.name = name;
    this.acsPath = acsPath;
    this.key = key;
    this.#server = running.server;
    this.databaseUrl = running.databaseUrl;
    this.databasePid = running.databasePid;
    this.#loads = new Map(
      TENANTS.map((tenant) => [tenant, new HttpLoad(port, hostOf(tenant), CONCURRENCY)]),
    );
  }

  load(tenant: TenantName): HttpLoad {
    const load = this.#loads.get(tenant);
    if (!load) throw new Error(`no tenant ${tenant}`);
    return load;
  }

  /** What the server and its database spend on `work`, per one of `count` operations. */
  async cpuPer<T>(count: number, work: () => Promise<T>): Promise<{ cpu: CpuMs; result: T }> {
    const before = this.#cpu();
    const result = await work();
    const after = this.#cpu();
    const cpu = {
      node: (after.node - before.node) / count,
      database: (after.database - before.database) / count,
    };
    return { cpu, result };
  }

  async stop(): Promise<void> {
    for (const load of this.#loads.values()) load.close();
    await this.#server.stop();
  }

  #cpu(): CpuMs {
    const node = cpuMsOf(this.#server.pid);
    if (node === null) throw new Error(`${this.name} is gone`);
    return { node, database: cpuMsOf(this.databasePid) ?? 0 };
  }
}

import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { accounts, type Account } from './accounts.ts';
import type { AppRegistration, Application } from './application.ts';
import { BadRequest, page, readRequest, send, type Reply } from './http.ts';
import { entityIdOf, metadataOf, ssoUrlOf, type Tenant } from './identity-provider.ts';
import { issueResponse, type IssuedResponse, type IssueOptions } from './issue-response.ts';
import { findApplication, type LookAlike } from './look-alike.ts';
import { metadataUrlOf } from './metadata-endpoint.ts';
import { messagePage } from './pages/sign-in-pages.ts';
import { route } from './routes.ts';
import { Sessions } from './sessions.ts';
import type { AppSettings } from './settings.ts';
import { readState, writeState } from './state-file.ts';
import { makeAppCertificate, openTenant } from './tenant.ts';

export type { Account } from './accounts.ts';
export type { AppRegistration, Application } from './application.ts';
export {
  ALL_EMPLOYEES,
  ARCHIVE_TEAM,
  IMAGEN_ADMINISTRATORS,
  IMAGEN_EDITORS,
  IMAGEN_VIEWERS,
} from './groups.ts';
export type { IssuedResponse, IssueOptions } from './issue-response.ts';
export type { AppSettings } from './settings.ts';

export interface LookAlikeOptions {
  /** 0: any free one. */
  readonly port: number;
  /** A loopback address; anyone who reaches it can sign in as anyone. */
  readonly host?: '127.0.0.1' | '::1';
  /** What metadata and pages say; `http://127.0.0.1:<port>` where it is left out. */
  readonly publicOrigin?: string;
  /** Null: keys and settings live as long as the process. */
  readonly dataDir: string | null;
  readonly apps: readonly AppRegistration[];
  readonly tenantId?: string;
  readonly nowMs?: () => number;
  readonly keyBits?: number;
}

export interface RunningLookAlike {
  readonly origin: string;
  readonly port: number;
  readonly tenantId: string;
  readonly entityId: string;
  readonly ssoUrl: string;
  readonly accounts: readonly Account[];
  /** Its certificates (add, activate, remove) and its settings, as the portal page shows them. */
  app(appId?: string): Application;
  metadataUrl(appId: string): string;
  /** As it is served, without the byte order mark. */
  metadataXml(appId: string): string;
  issueResponse(options: IssueOptions): IssuedResponse;
  changeSettings(changes: Partial<AppSettings>, appId?: string): void;
  /** A new inactive certificate; its thumbprint. */
  /** Encrypts assertions from now on, for the holder of this certificate's key; null: no longer. */
  encryptFor(certificateBase64: string | null, appId?: string): void;
  addCertificate(appId?: string): Promise<string>;
  activateCertificate(thumbprint: string, appId?: string): void;
  close(): Promise<void>;
}

export const TENANT_ID = '6f1b2c3d-1111-4a4a-8b8b-0a1b2c3d4e5f';
const KEY_BITS = 2048;

/** An Entra tenant on this machine: see README.md beside this file. */
export async function startLookAlike(options: LookAlikeOptions): Promise<RunningLookAlike> {
  const { dataDir, nowMs = Date.now, keyBits = KEY_BITS } = options;
  const parts = await openTenant(options.apps, dataDir === null ? null : readState(dataDir), {
    nowMs: nowMs(),
    keyBits,
  });
  const save = (): void => {
    if (dataDir !== null) writeState(dataDir, parts.tenantCertificate, parts.applications);
  };
  save();
  const server = createServer();
  server.listen(options.port, options.host ?? '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const publicOrigin = options.publicOrigin ?? `http://127.0.0.1:${port}`;
  const tenant: Tenant = { ...parts, tenantId: options.tenantId ?? TENANT_ID, publicOrigin, nowMs };
  const cookieName = `look_alike_${port}`;
  const lookAlike: LookAlike = { tenant, sessions: new Sessions(), cookieName, keyBits, save };
  server.on('request', (incoming, response) => {
    void reply(lookAlike, incoming).then((answer) => send(response, answer));
  });
  const close = async (): Promise<void> => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
  return { ...controls(lookAlike), origin: publicOrigin, port, close };
}

function controls(lookAlike: LookAlike): Omit<RunningLookAlike, 'origin' | 'port' | 'close'> {
  const { tenant, keyBits, save } = lookAlike;
  const app = (appId?: string): Application => {
    const found = appId === undefined ? tenant.applications[0] : findApplication(lookAlike, appId);
    if (found === undefined || found === null) throw new Error(`No application ${appId ?? ''}.`);
    return found;
  };
  return {
    tenantId: tenant.tenantId,
    entityId: entityIdOf(tenant.tenantId),
    ssoUrl: ssoUrlOf(tenant),
    accounts,
    app,
    metadataUrl: (appId) => metadataUrlOf(tenant, appId),
    metadataXml: (appId) => metadataOf(tenant, app(appId)),
    issueResponse: (options) => issueResponse(tenant, options),
    changeSettings: (changes, appId) => {
      const application = app(appId);
      application.settings = { ...application.settings, ...changes };
      save();
    },
    encryptFor: (certificateBase64, appId) => {
      app(appId).encryptionCertificateBase64 = certificateBase64;
      save();
    },
    addCertificate: async (appId) => {
      const certificate = await makeAppCertificate({ nowMs: tenant.nowMs(), keyBits });
      app(appId).certificates.add(certificate);
      save();
      return certificate.thumbprint;
    },
    activateCertificate: (thumbprint, appId) => {
      if (!app(appId).certificates.activate(thumbprint)) throw new Error('No such certificate.');
      save();
    },
  };
}

async function reply(lookAlike: LookAlike, incoming: IncomingMessage): Promise<Reply> {
  try {
    const request = await readRequest(incoming, {
      cookieName: lookAlike.cookieName,
      hosts: (host) => isServed(lookAlike, host),
    });
    return await route(lookAlike, request)(lookAlike, request);
  } catch (error) {
    if (error instanceof BadRequest) {
      return page(messagePage('This did not work', error.message), error.status);
    }
    console.error(error);
    return page(messagePage('This did not work', 'The look-alike failed; see its output.'), 500);
  }
}

function isServed(lookAlike: LookAlike, host: string): boolean {
  if (host === new URL(lookAlike.tenant.publicOrigin).host) return true;
  return /^(127\.0\.0\.1|\[::1\]|([a-z0-9-]+\.)*localhost)(:\d+)?$/i.test(host);
}

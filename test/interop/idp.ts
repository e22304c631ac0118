import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { freePort } from '../support/browser.js';
import { aSigningKey } from '../support/saml/index.js';
import { until } from '../support/until.js';

export type Binding = 'redirect' | 'post';
export type KeyName = 'old' | 'new';

/** What an IdP's administrator has configured. */
export interface IdpState {
  readonly signsWith: KeyName;
  readonly publishes: readonly KeyName[];
  /** How it takes logout messages, as its metadata says. */
  readonly logoutBindings: readonly Binding[];
  readonly encrypts: boolean;
}

export const AT_FIRST: IdpState = {
  signsWith: 'old',
  publishes: ['old'],
  logoutBindings: ['redirect', 'post'],
  encrypts: false,
};

/** What there is to see of a person's session. */
export interface ExpectedUser {
  readonly subject: string;
  readonly displayName: string;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
}

/** Another SAML implementation at work, with the settings that its administrator has. */
export interface RunningIdp {
  readonly origin: string;
  readonly metadataUrl: string;
  /** The administrator imports our metadata. */
  learn(spMetadata: string): void;
  set(state: IdpState): void | Promise<void>;
  /** Waits until the IdP asks who the person is. */
  asks(page: Page): Promise<void>;
  signIn(page: Page): Promise<void>;
  /** The person signs out at the IdP, which tells us by that binding; resolves when the IdP says that it is done. */
  signOut(page: Page, binding: Binding): Promise<void>;
  close(): Promise<void>;
}

export interface IdpKind {
  readonly name: string;
  /** The cipher for the assertion and the one for its key, as the messages name them. */
  readonly encryptsWith: readonly [string, string];
  readonly person: ExpectedUser;
  readonly editors: string; // the group whose members are editors
  /** How it can tell us that somebody signed out there; for the others the reason stands beside the list. */
  readonly logoutBindings: readonly Binding[];
  start(): Promise<RunningIdp>;
}

/** Who signs in with a password at the IdPs that have no people of their own. */
export const ANN = {
  subject: 'ann@university.example',
  displayName: 'Ånn O’Neill & Söhne',
  roles: ['editor'],
  groups: ['all', 'library-staff'],
} as const;

/** A folder with two key pairs in which an IdP of another language finds its configuration. */
export class IdpFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'imagen-sso-idp-'));

  constructor() {
    for (const name of ['old', 'new'] satisfies KeyName[]) {
      const { privateKey, certificatePem } = aSigningKey({ name: `${name}.idp.example` });
      this.write(`${name}.key.pem`, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
      this.write(`${name}.crt.pem`, certificatePem);
    }
  }

  write(name: string, content: string): void {
    writeFileSync(join(this.path, name), content);
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** Starts a program that answers at its metadata address some time later. */
export async function startProgram(
  command: string,
  args: readonly string[],
  metadataUrl: string,
  env: Readonly<Record<string, string>> = {},
): Promise<{ stop(): Promise<void> }> {
  const child: ChildProcess = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', process.env.IDP_OUTPUT === undefined ? 'ignore' : 'inherit'],
  });
  await until(`${metadataUrl} answers`, async () => {
    const answer = await fetch(metadataUrl).catch(() => null);
    return answer?.ok === true ? true : null;
  });
  return {
    async stop() {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}

/** An IdP of a Python library: see idps/web.py. */
export async function startPythonIdp(script: string, python: string): Promise<RunningIdp> {
  const port = await freePort();
  const folder = new IdpFolder();
  const origin = `http://127.0.0.1:${port.toString()}`;
  const set = ({ signsWith, publishes, logoutBindings, encrypts }: IdpState): void =>
    folder.write(
      'settings.json',
      JSON.stringify({
        origin,
        signs_with: signsWith,
        publishes,
        logout_bindings: logoutBindings,
        encrypts,
      }),
    );
  set(AT_FIRST);
  const learn = (spMetadata: string): void => folder.write('sp.xml', spMetadata);
  learn('<EntitiesDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata"/>');
  const metadataUrl = `${origin}/metadata`;
  const file = join(import.meta.dirname, 'idps', script);
  const program = await startProgram(
    python,
    ['-B', file, folder.path, port.toString()],
    metadataUrl,
  );
  return {
    origin,
    metadataUrl,
    learn,
    set,
    asks: (page) => page.locator('input[name="username"]').waitFor(),
    async signIn(page) {
      await page.fill('input[name="username"]', 'ann');
      await page.fill('input[name="password"]', 'secret');
      await page.press('input[name="password"]', 'Enter');
    },
    async signOut(page, binding) {
      await page.goto(`${origin}/logout?binding=${binding}`);
      await page.getByText('Signed out everywhere').waitFor();
    },
    async close() {
      await program.stop();
      folder.remove();
    },
  };
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aSigningKey } from '../../support/saml/index.js';
import { until } from '../../support/until.js';
import type { KeyName } from '../idp.js';

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

export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Answers once the program is up. */
  readonly metadataUrl: string;
}

/** IDP_OUTPUT=1 shows what it prints. @returns what ends it */
export async function startProgram(program: Program): Promise<() => Promise<void>> {
  const child = spawn(program.command, program.args, {
    detached: true, // a process group of its own: PHP's server leaves its workers behind when it is ended alone
    env: { ...process.env, ...program.env },
    stdio: ['ignore', 'ignore', process.env.IDP_OUTPUT === '1' ? 'inherit' : 'ignore'],
  });
  const ended = once(child, 'exit');
  await until(`${program.command} answers at ${program.metadataUrl}`, async () => {
    const answer = await fetch(program.metadataUrl).catch(() => null);
    return answer?.ok === true ? true : null;
  });
  return async () => {
    if (child.pid !== undefined) process.kill(-child.pid);
    await ended;
  };
}

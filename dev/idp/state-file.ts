import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Application } from './application.ts';
import {
  storeCertificate,
  type SigningCertificate,
  type StoredCertificate,
} from './certificates.ts';
import type { AppSettings } from './settings.ts';

export interface StoredApplication {
  readonly appId: string;
  readonly settings: Partial<Record<keyof AppSettings, unknown>>;
  /** The active one first. */
  readonly certificates: readonly StoredCertificate[];
  /** Left out by versions that did not encrypt. */
  readonly encryptionCertificateBase64?: string | null;
}

export interface StoredState {
  readonly tenantCertificate: StoredCertificate;
  readonly applications: readonly StoredApplication[];
}

/** Keys and switches outlive a restart, so that a service which imported the metadata still trusts it. */
export function readState(dataDir: string): StoredState | null {
  const file = fileIn(dataDir);
  if (!existsSync(file)) return null;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as StoredState;
  } catch (cause) {
    throw new Error(`Cannot read ${file}. Delete it to begin with new keys.`, { cause });
  }
}

/** Written beside and renamed: a stop in between leaves the old state. Private keys: for the owner only. */
export function writeState(
  dataDir: string,
  tenantCertificate: SigningCertificate,
  applications: readonly Application[],
): void {
  const state: StoredState = {
    tenantCertificate: storeCertificate(tenantCertificate),
    applications: applications.map((application) => ({
      appId: application.appId,
      settings: application.settings,
      certificates: application.certificates.list().map(storeCertificate),
      encryptionCertificateBase64: application.encryptionCertificateBase64,
    })),
  };
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const temporary = `${fileIn(dataDir)}.new`;
  writeFileSync(temporary, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  renameSync(temporary, fileIn(dataDir));
}

function fileIn(dataDir: string): string {
  return join(dataDir, 'entra-look-alike.json');
}

import { makeApplication, type AppRegistration, type Application } from './application.ts';
import {
  APP_CERTIFICATE_NAME,
  CertificateRing,
  makeSigningCertificate,
  restoreCertificate,
  TENANT_CERTIFICATE_NAME,
  type SigningCertificate,
} from './certificates.ts';
import { defaultSettings, readSettings } from './settings.ts';
import type { StoredApplication, StoredState } from './state-file.ts';

export interface TenantParts {
  readonly applications: readonly Application[];
  readonly tenantCertificate: SigningCertificate;
}

interface Making {
  readonly nowMs: number;
  readonly keyBits: number;
}

/** Applications as they are registered now, with the keys and switches of before where there are any. */
export async function openTenant(
  registrations: readonly AppRegistration[],
  stored: StoredState | null,
  making: Making,
): Promise<TenantParts> {
  checkRegistrations(registrations);
  const applications = registrations.map(async (registration) => {
    const before = stored?.applications.find((one) => one.appId === registration.appId);
    return before === undefined
      ? makeApplication(registration, new CertificateRing(await makeAppCertificate(making)))
      : restoreApplication(registration, before);
  });
  const tenantCertificate =
    stored === null
      ? makeSigningCertificate({ commonName: TENANT_CERTIFICATE_NAME, ...making })
      : restoreCertificate(stored.tenantCertificate);
  return {
    applications: await Promise.all(applications),
    tenantCertificate: await tenantCertificate,
  };
}

export function makeAppCertificate(making: Making): Promise<SigningCertificate> {
  return makeSigningCertificate({ commonName: APP_CERTIFICATE_NAME, ...making });
}

function restoreApplication(registration: AppRegistration, stored: StoredApplication): Application {
  const [active, ...others] = stored.certificates.map(restoreCertificate);
  if (active === undefined) throw new Error(`${registration.name} has no stored certificate.`);
  const settings = readSettings((name) => stored.settings[name], defaultSettings);
  const ring = new CertificateRing(active, others);
  return makeApplication(registration, ring, settings, stored.encryptionCertificateBase64);
}

/** A mistake here would show as a refused sign-in much later. */
function checkRegistrations(registrations: readonly AppRegistration[]): void {
  for (const { name, appId, identifier, replyUrls } of registrations) {
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(appId)) {
      throw new Error(`${name}: the appId must be a GUID in lower case, not ${appId}.`);
    }
    if (replyUrls.length === 0) throw new Error(`${name}: it has no Reply URL.`);
    const same = registrations.filter(
      (one) => one.appId === appId || one.identifier === identifier,
    );
    if (same.length > 1) throw new Error(`${name}: its appId or Identifier is given twice.`);
  }
}

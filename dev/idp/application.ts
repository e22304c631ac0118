import type { CertificateRing } from './certificates.ts';
import { defaultSettings, type AppSettings } from './settings.ts';

/** What an administrator enters under Basic SAML Configuration. */
export interface AppRegistration {
  readonly name: string;
  /** A GUID; the `appid` of the metadata address. */
  readonly appId: string;
  readonly identifier: string;
  /** The first is the default. */
  readonly replyUrls: readonly string[];
  /** Empty: My Apps and "Test this application" post an unsolicited response. */
  readonly signOnUrl: string;
  /** Where logout messages go; left out: the application is never told. */
  readonly logoutUrl?: string;
}

/** An application of the tenant, with its own settings and certificates, as in Entra. */
export interface Application extends AppRegistration {
  readonly certificates: CertificateRing;
  settings: AppSettings;
  /** Token encryption: assertions are encrypted for this certificate; null: they are not. */
  encryptionCertificateBase64: string | null;
}

export function makeApplication(
  registration: AppRegistration,
  certificates: CertificateRing,
  settings: AppSettings = defaultSettings,
  encryptionCertificateBase64: string | null = null,
): Application {
  return { ...registration, certificates, settings, encryptionCertificateBase64 };
}

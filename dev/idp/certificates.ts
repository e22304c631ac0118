import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { makeSelfSignedCertificate } from './self-signed-certificate.ts';
import type { SigningKey } from './xml-signature.ts';

export interface SigningCertificate extends SigningKey {
  /** SHA-1 of the certificate, as Entra's portal names it. */
  readonly thumbprint: string;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
}

export interface StoredCertificate {
  readonly certificateBase64: string;
  readonly privateKeyPem: string;
}

export const APP_CERTIFICATE_NAME = 'Microsoft Azure Federated SSO Certificate';
export const TENANT_CERTIFICATE_NAME = 'accounts.accesscontrol.windows.net';
const VALID_YEARS = 3;

/** From `nowMs`, for three years, in whole seconds as certificates count. */
export async function makeSigningCertificate(wish: {
  readonly commonName: string;
  readonly nowMs: number;
  readonly keyBits: number;
}): Promise<SigningCertificate> {
  const notBefore = new Date(wish.nowMs);
  notBefore.setUTCMilliseconds(0);
  const notAfter = new Date(notBefore);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + VALID_YEARS);
  const made = await makeSelfSignedCertificate({
    commonName: wish.commonName,
    notBeforeMs: notBefore.getTime(),
    notAfterMs: notAfter.getTime(),
    keyBits: wish.keyBits,
  });
  return restoreCertificate({
    certificateBase64: made.certificateDer.toString('base64'),
    privateKeyPem: made.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  });
}

export function restoreCertificate(stored: StoredCertificate): SigningCertificate {
  const der = Buffer.from(stored.certificateBase64, 'base64');
  const certificate = new X509Certificate(der);
  return {
    thumbprint: createHash('sha1').update(der).digest('hex').toUpperCase(),
    certificateBase64: stored.certificateBase64,
    privateKey: createPrivateKey(stored.privateKeyPem),
    notBeforeMs: Date.parse(certificate.validFrom),
    notAfterMs: Date.parse(certificate.validTo),
  };
}

export function storeCertificate(certificate: SigningCertificate): StoredCertificate {
  return {
    certificateBase64: certificate.certificateBase64,
    privateKeyPem: certificate.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** The signing certificates of one application; never empty, exactly one is active. */
export class CertificateRing {
  #certificates: readonly SigningCertificate[];
  #activeThumbprint: string;

  constructor(first: SigningCertificate, others: readonly SigningCertificate[] = []) {
    this.#certificates = [first, ...others];
    this.#activeThumbprint = first.thumbprint;
  }

  /** The active one first; metadata lists all of them. */
  list(): readonly SigningCertificate[] {
    const active = this.active();
    return [active, ...this.#certificates.filter((one) => one !== active)];
  }

  active(): SigningCertificate {
    const active = this.find(this.#activeThumbprint);
    if (active === null) throw new Error('The active certificate is not in the ring.');
    return active;
  }

  find(thumbprint: string): SigningCertificate | null {
    return this.#certificates.find((one) => one.thumbprint === thumbprint) ?? null;
  }

  /** A new one is inactive: its metadata can reach the service before it signs. */
  add(certificate: SigningCertificate): void {
    this.#certificates = [...this.#certificates, certificate];
  }

  /** False: no such certificate. */
  activate(thumbprint: string): boolean {
    if (this.find(thumbprint) === null) return false;
    this.#activeThumbprint = thumbprint;
    return true;
  }

  /** False: no such certificate, or it is the active one. */
  remove(thumbprint: string): boolean {
    if (thumbprint === this.#activeThumbprint || this.find(thumbprint) === null) return false;
    this.#certificates = this.#certificates.filter((one) => one.thumbprint !== thumbprint);
    return true;
  }

  /**
   * Who signs now. Entra: where the active certificate has expired and another is valid, that one takes over; with
   * none valid the active one goes on signing.
   */
  signing(nowMs: number): SigningCertificate {
    const active = this.active();
    if (nowMs <= active.notAfterMs) return active;
    const valid = this.#certificates.find(
      (one) => one.notBeforeMs <= nowMs && nowMs <= one.notAfterMs,
    );
    if (valid === undefined) return active;
    this.#activeThumbprint = valid.thumbprint;
    return valid;
  }
}

import {
  activationCandidateOf,
  findActivationProblems,
  type ActivationPolicy,
  type ActivationProblemCode,
} from './activation.js';
import { judgeCertificate, type CertificateJudgement } from './judge-certificate.js';
import type { CertificateKeyType, EndpointsByBinding, IdpMetadata } from './metadata.js';

/** What people are shown before they trust an identity provider; numbers and codes, the words are the page's. */
export interface MetadataDescription {
  readonly entityId: string;
  readonly entraTenantId: string | null;
  readonly sso: readonly DescribedEndpoint[];
  readonly slo: readonly DescribedEndpoint[];
  readonly certificates: readonly DescribedCertificate[];
  readonly wantsSignedAuthnRequests: boolean;
  readonly validUntilMs: number | null;
  /** In the fixed words of the warnings. */
  readonly warnings: readonly string[];
  readonly activationProblems: readonly ActivationProblemCode[];
}

export interface DescribedEndpoint {
  readonly binding: string;
  readonly url: string;
}

export interface DescribedCertificate extends CertificateJudgement {
  /** SHA-256 as portals and OpenSSL print it: pairs of capital digits with colons. */
  readonly fingerprint: string;
  readonly subject: string;
  readonly keyType: CertificateKeyType;
  readonly keyBits: number;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
}

export function describeMetadata(
  metadata: IdpMetadata,
  policy: ActivationPolicy,
  nowMs: number,
): MetadataDescription {
  return {
    entityId: metadata.entityId,
    entraTenantId: metadata.entraTenantId,
    sso: listEndpoints(metadata.endpoints.sso),
    slo: listEndpoints(metadata.endpoints.slo),
    certificates: metadata.certificates.map((certificate) =>
      describeCertificate(certificate, nowMs),
    ),
    wantsSignedAuthnRequests: metadata.wantsSignedAuthnRequests,
    validUntilMs: metadata.validUntilMs,
    warnings: metadata.warnings.map((warning) => warning.message),
    activationProblems: findActivationProblems(activationCandidateOf(metadata), policy),
  };
}

type StoredCertificate = Omit<DescribedCertificate, keyof CertificateJudgement | 'fingerprint'> & {
  readonly sha256Hex: string;
};

/** The same for a certificate just read and for a stored one. */
export function describeCertificate(
  certificate: StoredCertificate,
  nowMs: number,
): DescribedCertificate {
  const { sha256Hex, subject, keyType, keyBits, notBeforeMs, notAfterMs } = certificate;
  return {
    fingerprint: formatFingerprint(sha256Hex),
    ...{ subject, keyType, keyBits, notBeforeMs, notAfterMs },
    ...judgeCertificate(certificate, nowMs),
  };
}

export function formatFingerprint(sha256Hex: string): string {
  return (sha256Hex.toUpperCase().match(/../g) ?? []).join(':');
}

function listEndpoints(endpoints: EndpointsByBinding): readonly DescribedEndpoint[] {
  return Object.entries(endpoints).flatMap(([binding, urls]) =>
    urls.map((url) => ({ binding, url })),
  );
}

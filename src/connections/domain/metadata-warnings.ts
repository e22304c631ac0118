import { judgeCertificate } from './judge-certificate.js';
import type { IdpMetadata, MetadataWarning, ReadCertificate } from './metadata.js';
import type { ValidUntil } from './read-valid-until.js';

const BROKEN_HASHES: readonly string[] = ['md2', 'md4', 'md5', 'sha1'];

/** What the administrator should know about metadata that was otherwise read; most urgent first. */
export function findWarnings(
  metadata: Omit<IdpMetadata, 'warnings'>,
  validUntil: ValidUntil,
  nowMs: number,
): readonly MetadataWarning[] {
  return [
    ...warnOfValidUntil(validUntil, nowMs),
    ...warnOfCertificates(metadata.certificates, nowMs),
    ...warnOfEndpoints(metadata.endpoints),
  ];
}

function warnOfValidUntil(validUntil: ValidUntil, nowMs: number): MetadataWarning[] {
  const warnings: MetadataWarning[] = [];
  if (validUntil.earliestMs !== null && nowMs >= validUntil.earliestMs) {
    warnings.push({ code: 'valid_until_passed', message: 'validUntil passed' });
  }
  if (validUntil.isUnreadable) {
    warnings.push({ code: 'valid_until_unreadable', message: 'validUntil is not a time' });
  }
  return warnings;
}

function warnOfCertificates(
  certificates: readonly ReadCertificate[],
  nowMs: number,
): MetadataWarning[] {
  const judgements = certificates.map((certificate) => judgeCertificate(certificate, nowMs));
  const warnings: MetadataWarning[] = [];
  if (judgements.every((judgement) => judgement.expiry === 'expired')) {
    warnings.push({ code: 'all_certificates_expired', message: 'all certificates expired' });
  }
  const hashes = new Set(certificates.map((certificate) => certificate.signatureHash));
  for (const hash of BROKEN_HASHES.filter((each) => hashes.has(each))) {
    const message = `certificate signed with ${hash}`;
    warnings.push({ code: 'certificate_weak_signature', message });
  }
  if (judgements.some((judgement) => judgement.keyProblem === 'too_short')) {
    warnings.push({ code: 'key_too_short', message: 'key shorter than 2048 bits' });
  }
  if (judgements.some((judgement) => judgement.keyProblem === 'type_unsupported')) {
    warnings.push({
      code: 'key_type_unsupported',
      message: 'certificate with a key that no SAML signature is made with',
    });
  }
  return warnings;
}

/** One warning about transport is enough: where signing in is not https, signing out is the smaller matter. */
function warnOfEndpoints({ sso, slo }: IdpMetadata['endpoints']): MetadataWarning[] {
  if (hasPlainHttp(sso)) return [{ code: 'sso_not_https', message: 'SSO URL is not https' }];
  if (hasPlainHttp(slo)) return [{ code: 'slo_not_https', message: 'SLO URL is not https' }];
  return [];
}

function hasPlainHttp(endpoints: Readonly<Record<string, readonly string[]>>): boolean {
  return Object.values(endpoints)
    .flat()
    .some((url) => !/^https:/i.test(url));
}

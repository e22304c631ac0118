import { UserError } from '../../errors/index.js';
import { isMultiTenant } from './entra.js';
import { isUsableKey, type CertificateKey } from './judge-certificate.js';
import type { IdpMetadata } from './metadata.js';

/** What activation looks at; the same for metadata just read and for a stored connection. */
export interface ActivationCandidate {
  readonly idpEntityId: string;
  /** Every address that a browser may be sent to, for signing in and out. */
  readonly endpointUrls: readonly string[];
  readonly certificates: readonly CertificateKey[];
}

export interface ActivationPolicy {
  /** Only outside production, where identity providers run on the developer's machine. */
  readonly allowsPlainHttp: boolean;
}

const sentences = {
  connection_multi_tenant:
    'This is the metadata of Entra as a whole, not of one directory: take the App Federation Metadata Url of your own application and import that.',
  connection_no_usable_certificate:
    'None of the certificates has an RSA key of 2,048 bits or more or an elliptic curve key, so no sign-in could be verified: create a new signing certificate at the identity provider and import its metadata again.',
  connection_not_https:
    'An address of the identity provider is not https, so sign-ins would travel unprotected: switch https on there and import its metadata again.',
} as const;

export type ActivationProblemCode = keyof typeof sentences;

/**
 * Why this identity provider may be imported and looked at but must not sign anybody in, most important first. Import
 * stores a draft and warns; whoever activates calls `requireActivatable`.
 */
export function findActivationProblems(
  candidate: ActivationCandidate,
  policy: ActivationPolicy,
): readonly ActivationProblemCode[] {
  const problems: ActivationProblemCode[] = [];
  if (isMultiTenant(candidate.idpEntityId, candidate.endpointUrls)) {
    problems.push('connection_multi_tenant');
  }
  if (!candidate.certificates.some(isUsableKey)) problems.push('connection_no_usable_certificate');
  if (!policy.allowsPlainHttp && candidate.endpointUrls.some((url) => !/^https:/i.test(url))) {
    problems.push('connection_not_https');
  }
  return problems;
}

/** Throws a UserError with the first problem's sentence. */
export function requireActivatable(candidate: ActivationCandidate, policy: ActivationPolicy): void {
  const [first] = findActivationProblems(candidate, policy);
  if (first !== undefined) throw new UserError(first, sentences[first], 409);
}

export function explainActivationProblem(code: ActivationProblemCode): string {
  return sentences[code];
}

export function activationCandidateOf(metadata: IdpMetadata): ActivationCandidate {
  const { sso, slo } = metadata.endpoints;
  return {
    idpEntityId: metadata.entityId,
    endpointUrls: [sso, slo].flatMap((endpoints) => [
      ...(endpoints['HTTP-Redirect'] ?? []),
      ...(endpoints['HTTP-POST'] ?? []),
    ]),
    certificates: metadata.certificates,
  };
}

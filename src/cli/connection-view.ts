import { AppConfig } from '../config/index.js';
import {
  type Connection,
  describeCertificate,
  type DescribedCertificate,
  type IdpMetadata,
  lastDayBefore,
} from '../connections/index.js';
import { isoTime, isoTimeOrNull, keyValues, shortTime } from './answer.js';
import type { Call } from './call.js';

/** What the customer's IdP needs of us: the three fields of Entra's basic SAML configuration, and the rest. */
export async function ourValues(call: Call, subdomain: string) {
  const { ServiceProviders } = await import('../auth/index.js');
  return new ServiceProviders(call.services.get(AppConfig)).of(subdomain);
}

export function connectionJson(connection: Connection, nowMs: number): object {
  const { createdAtMs, updatedAtMs, adoptsByUpnUntilMs, sha1UntilMs, certificates, ...rest } =
    connection;
  return {
    ...rest,
    adoptsByUpnUntil: isoTimeOrNull(adoptsByUpnUntilMs),
    sha1Until: isoTimeOrNull(sha1UntilMs),
    certificates: certificates.map((certificate) => certificateJson(certificate, nowMs)),
    createdAt: isoTime(createdAtMs),
    updatedAt: isoTime(updatedAtMs),
  };
}

export function certificateJson(
  certificate: Parameters<typeof describeCertificate>[0],
  nowMs: number,
): object {
  const { notBeforeMs, notAfterMs, ...rest } = describeCertificate(certificate, nowMs);
  return {
    sha256Hex: certificate.sha256Hex,
    ...rest,
    notBefore: isoTime(notBeforeMs),
    notAfter: isoTime(notAfterMs),
  };
}

/** What was read, by binding and in the document's order: more than a connection keeps. */
export function metadataJson(metadata: IdpMetadata, nowMs: number): object {
  const { certificates, validUntilMs, ...rest } = metadata;
  return {
    ...rest,
    validUntil: isoTimeOrNull(validUntilMs),
    certificates: certificates.map((certificate) => ({
      ...certificateJson(certificate, nowMs),
      signatureHash: certificate.signatureHash,
    })),
  };
}

export function connectionLines(connection: Connection, nowMs: number): string[] {
  const adopts = connection.adoptsByUpnUntilMs ?? 0;
  return keyValues([
    ['connection', connection.id],
    ['name', connection.name],
    ['state', `${connection.state}, version ${connection.version}`],
    ['entity ID', connection.idpEntityId],
    ...(connection.entraTenantId === null
      ? []
      : ([['Entra tenant', connection.entraTenantId]] as const)),
    ['sign-in', addresses(connection.ssoRedirectUrl, connection.ssoPostUrl)],
    ['sign-out', addresses(connection.sloRedirectUrl, connection.sloPostUrl)],
    ...(connection.metadataUrl === null ? [] : ([['metadata', connection.metadataUrl]] as const)),
    ['certificates', connection.certificates.flatMap((each) => certificateLines(each, nowMs))],
    ['subject_source', connection.subjectSource],
    ['signed_element', connection.signedElement],
    ['clock_skew_seconds', connection.clockSkewSeconds.toString()],
    ['groups_overage', connection.groupsOverage],
    ['single_logout', connection.singleLogout],
    ['slo_answer', connection.sloAnswer],
    ['encryption', connection.encryption],
    ['sha1_until', sha1Until(connection.sha1UntilMs, nowMs)],
    ['name_id_format', connection.nameIdFormat],
    ['authn_context', authnContext(connection)],
    ['force_authn', connection.forceAuthn],
    ['login_hint', connection.loginHint],
    ['sign_requests', connection.signRequests],
    ['idp_initiated', connection.idpInitiated],
    ...(adopts > nowMs ? ([['adopts by UPN', `until ${shortTime(adopts)}`]] as const) : []),
  ]);
}

function sha1Until(untilMs: number | null, nowMs: number): string {
  if (untilMs === null) return 'none';
  const lastDay = lastDayBefore(untilMs);
  return untilMs > nowMs ? `${lastDay} (SHA-1 signatures are taken)` : `${lastDay} (ended)`;
}

function authnContext({ authnContext: classes, entraTenantId }: Connection): string[] {
  if (classes === null) return ['none'];
  const isRisky = entraTenantId !== null;
  return [
    ...classes.split(' '),
    ...(isRisky ? ['  Entra refuses whoever signed in another way (AADSTS75011)'] : []),
  ];
}

function addresses(redirect: string | null, post: string | null): string[] {
  const known = [
    ...(redirect === null ? [] : [`${redirect}  (HTTP-Redirect)`]),
    ...(post === null ? [] : [`${post}  (HTTP-POST)`]),
  ];
  return known.length === 0 ? ['none'] : known;
}

export function certificateLines(
  certificate: Parameters<typeof describeCertificate>[0],
  nowMs: number,
): string[] {
  const described = describeCertificate(certificate, nowMs);
  return [
    described.fingerprint,
    `  ${described.subject}, ${described.keyType.toUpperCase()} ${described.keyBits} bits, ${validity(described)}`,
  ];
}

function validity({
  expiry,
  daysLeft,
  notBeforeMs,
  notAfterMs,
  usable,
}: DescribedCertificate): string {
  const unusable = usable ? '' : ', never used: its key is too weak or of another type';
  switch (expiry) {
    case 'valid':
      return `valid until ${shortTime(notAfterMs)} (${daysLeft} days)${unusable}`;
    case 'expired':
      return `expired ${shortTime(notAfterMs)}${unusable}`;
    case 'not_yet_valid':
      return `valid from ${shortTime(notBeforeMs)}${unusable}`;
  }
}

import { chooseIdentityProvider } from './choose-identity-provider.js';
import { decodeXmlText } from './decode-xml-text.js';
import { readEntraTenantId } from './entra.js';
import { childrenOf } from './metadata-elements.js';
import { findWarnings } from './metadata-warnings.js';
import type { IdpMetadata } from './metadata.js';
import { MetadataRefused, type MetadataContext } from './metadata-problems.js';
import { parseXmlTree, type XmlTree } from './parse-xml-tree.js';
import { readCertificates } from './read-certificates.js';
import { hasBrowserBinding, readEndpoints, readResponseUrls } from './read-endpoints.js';
import { readValidUntil } from './read-valid-until.js';
import { recogniseBinary, recogniseText } from './recognise-file.js';

/** Far above any single identity provider (Entra: 25 KB), far below what a parser could choke on. */
export const MAX_METADATA_BYTES = 5 * 1024 * 1024;
const MAX_NAME_ID_FORMATS = 50;

export interface ReadMetadataOptions {
  /** Which identity provider, where the document holds several; compared byte for byte. */
  readonly entityId?: string;
  readonly nowMs: number;
}

/**
 * Reads an identity provider's SAML 2.0 metadata, as real products write it. Throws MetadataRefused, one sentence that
 * says what to do, for everything else. The document's own signature is not verified: Entra makes it with the very key
 * it announces, so it proves no origin; trust comes from the administrator or the https address it was read from.
 */
export function readMetadata(bytes: Uint8Array, options: ReadMetadataOptions): IdpMetadata {
  const root = parseXmlTree(readText(bytes));
  const { kind, entityId, roles, validUntil } = chooseIdentityProvider(root, options.entityId);
  const context: MetadataContext = { kind, candidates: [entityId] };
  const certificates = readCertificates(roles, context);
  const endpoints = {
    sso: readEndpoints(roles, 'SingleSignOnService', context),
    slo: readEndpoints(roles, 'SingleLogoutService', context),
  };
  if (!hasBrowserBinding(endpoints.sso)) {
    throw new MetadataRefused('metadata_no_sso_endpoint', '', context);
  }
  const readableUntil = readValidUntil(validUntil);
  const metadata = {
    kind,
    entityId,
    endpoints,
    sloResponseUrls: readResponseUrls(roles, 'SingleLogoutService', context),
    certificates,
    wantsSignedAuthnRequests: roles.some(wantsSignedAuthnRequests),
    validUntilMs: readableUntil.earliestMs,
    nameIdFormats: readNameIdFormats(roles),
    entraTenantId: readEntraTenantId(entityId, endpoints),
  };
  return { ...metadata, warnings: findWarnings(metadata, readableUntil, options.nowMs) };
}

function readText(bytes: Uint8Array): string {
  if (bytes.byteLength > MAX_METADATA_BYTES) {
    throw new MetadataRefused('metadata_too_large', '5 MiB');
  }
  const binary = recogniseBinary(bytes);
  if (binary !== null) throw new MetadataRefused(binary);
  const text = decodeXmlText(bytes);
  const mistaken = recogniseText(text);
  if (mistaken !== null) throw new MetadataRefused(mistaken);
  return text;
}

function wantsSignedAuthnRequests(role: XmlTree): boolean {
  return ['true', '1'].includes(role.attributes.get('WantAuthnRequestsSigned')?.trim() ?? '');
}

function readNameIdFormats(roles: readonly XmlTree[]): readonly string[] {
  const formats = roles
    .flatMap((role) => childrenOf(role, 'NameIDFormat'))
    .map((element) => element.text.trim())
    .filter((format) => format !== '' && format.length <= 200);
  return [...new Set(formats)].slice(0, MAX_NAME_ID_FORMATS);
}

import { UserError } from '../../errors/index.js';
import type { MetadataKind } from './metadata.js';

const DOWNLOAD_AGAIN =
  'download the Federation Metadata XML from the identity provider again and import that file';

/**
 * Every reason why a file is no metadata that we can use, each as one sentence that says what to do.
 * `detail` is text for people that the place of refusal knows; it is bounded and free of control characters.
 */
const sentences = {
  metadata_empty: () => `The file is empty: ${DOWNLOAD_AGAIN}.`,
  metadata_too_large: (detail: string) =>
    `The file is larger than ${detail}: import the metadata of the one identity provider, not of a whole federation.`,
  metadata_too_complex: () =>
    'The file holds far more XML elements than metadata has: import the metadata of the one identity provider.',
  metadata_is_html: () =>
    'This is a web page saved as HTML, not metadata: use the download link for Federation Metadata XML, or "Save link as", and import that file.',
  metadata_is_browser_view: () =>
    'This text was copied from the browser’s view of the XML and starts with the browser’s own words: save the page’s source as a file and import that.',
  metadata_is_json: () =>
    'This is JSON (an OpenID Connect or application description), not SAML metadata: import the Federation Metadata XML instead.',
  metadata_is_php: () =>
    'This is PHP configuration (SimpleSAMLphp), not metadata: import the XML that the identity provider publishes.',
  metadata_is_certificate: () =>
    'This is a certificate, not metadata: in the same place of the portal, download the Federation Metadata XML and import that.',
  metadata_is_private_key: () =>
    'This is a private key, which must never leave its owner: import the Federation Metadata XML, and treat the key as disclosed.',
  metadata_is_archive: () =>
    'This is a ZIP or other archive, not metadata: unpack it and import the XML file inside.',
  metadata_is_office_document: () =>
    'This is a Word, Excel or PDF document, not metadata: import the XML file itself, not a document into which it was pasted.',
  metadata_is_url: () =>
    'This file holds a web address, not metadata: import from that address, or open it and import what it delivers.',
  metadata_is_base64: () =>
    'This is base64 text, not XML: decode it, or download the Federation Metadata XML, and import that file.',
  metadata_not_xml: () => `This is not an XML file: ${DOWNLOAD_AGAIN}.`,
  metadata_encoding_unreadable: (detail: string) =>
    `The file’s characters cannot be read as ${detail}: ${DOWNLOAD_AGAIN}, without opening it in an editor.`,
  metadata_truncated: () =>
    `The file ends in the middle, so a part of it is missing: ${DOWNLOAD_AGAIN}.`,
  metadata_not_well_formed: (detail: string) =>
    `The file is broken XML (${detail}): ${DOWNLOAD_AGAIN}, without opening it in an editor.`,
  metadata_has_doctype: () =>
    'The file has a DOCTYPE, which SAML metadata never has and which we refuse for safety: ask whoever runs the identity provider for plain metadata.',
  metadata_is_message: (detail: string) =>
    `This is a SAML message (${detail}), not metadata: import the Federation Metadata XML instead.`,
  metadata_is_other_xml: (detail: string) =>
    `This XML is not SAML 2.0 metadata, its outermost element is ${detail}: import the Federation Metadata XML instead.`,
  metadata_is_sp: () =>
    'This is the metadata of a service provider (an application), not of an identity provider: import the one that the identity provider publishes.',
  metadata_ws_federation_only: () =>
    'This metadata offers WS-Federation only: switch SAML 2.0 on for the application at the identity provider and import its metadata again.',
  metadata_saml1_only: () =>
    'This identity provider offers SAML 1.1 only: switch SAML 2.0 on there and import its metadata again.',
  metadata_no_idp: () =>
    'The metadata describes no identity provider (no IDPSSODescriptor): import the one that the identity provider publishes.',
  metadata_several_idps: (detail: string) =>
    `The file holds several identity providers (${detail}): choose one by its entity ID (--entity-id).`,
  metadata_entity_not_found: (detail: string) =>
    `The file holds no identity provider with exactly that entity ID, but ${detail}: check every character, a slash at the end included.`,
  metadata_entity_twice: () =>
    'The file describes an identity provider of that entity ID twice: ask its publisher which one counts and import that alone.',
  metadata_entity_id_malformed: () =>
    'The entity ID is missing, longer than 1,024 characters, or has blanks or control characters: ask whoever runs the identity provider to correct it.',
  metadata_no_signing_certificate: () =>
    'The metadata holds no signing certificate, and without one no sign-in can be trusted: add a signing certificate at the identity provider and import again.',
  metadata_key_without_certificate: () =>
    'The metadata holds its signing key as a bare key, without a certificate: have the identity provider publish an X.509 certificate and import again.',
  metadata_certificate_broken: (detail: string) =>
    `Signing certificate ${detail} in the metadata cannot be read: ${DOWNLOAD_AGAIN}, without opening it in an editor.`,
  metadata_too_many_certificates: (detail: string) =>
    `The metadata holds more than ${detail} signing certificates: ask whoever runs the identity provider to remove old ones.`,
  metadata_no_sso_endpoint: () =>
    'The metadata has no sign-in address for HTTP-Redirect or HTTP-POST: switch one of the two on at the identity provider and import again.',
  metadata_too_many_endpoints: (detail: string) =>
    `The metadata holds more than ${detail} sign-in or sign-out addresses: ask whoever runs the identity provider for clean metadata.`,
  metadata_endpoint_unsafe: (detail: string) =>
    `The metadata has a ${detail} that is not a plain https address: do not use this file, ask whoever runs the identity provider for another.`,
  metadata_entity_id_changed: (detail: string) =>
    `The address now describes another identity provider, ${detail}: nothing was taken over; if that is intended, import it as a new connection.`,
  metadata_entra_tenant_changed: (detail: string) =>
    `The sign-in addresses now belong to another Entra tenant, ${detail}: nothing was taken over; check the address with the customer.`,
  metadata_valid_until_passed: (detail: string) =>
    `The metadata says of itself that it was valid until ${detail}: its publisher has to renew it.`,
  metadata_valid_until_missing: () =>
    'The metadata is signed but does not say until when it is valid, so an old copy could be passed off as new: its publisher has to set validUntil.',
  metadata_no_usable_certificate: () =>
    'The metadata holds no RSA key of 2,048 bits or more, so no sign-in could be verified: the certificates that are in force stay.',
  metadata_not_activatable: (detail: string) =>
    `With this metadata nobody could sign in, so nothing was taken over: ${detail.replace(/\.$/, '')}.`,
  metadata_signature_missing: () =>
    'The metadata is not signed, and this connection takes signed metadata only: its publisher has to sign it.',
  metadata_signature_unsupported: (detail: string) =>
    `The metadata’s signature is not one that we verify (${detail}): its publisher has to sign the whole document with SHA-256 and exclusive canonicalization.`,
  metadata_signature_invalid: () =>
    'The metadata’s signature does not verify with the certificate that this connection trusts for it: nothing was taken over; ask its publisher whether the key has changed.',
} as const satisfies Record<string, (detail: string) => string>;

export type MetadataProblemCode = keyof typeof sentences;

export const metadataProblemCodes = Object.keys(sentences) as readonly MetadataProblemCode[];

/** What was already understood of the document when it was refused. */
export interface MetadataContext {
  readonly kind: MetadataKind | null;
  /** The entity IDs to choose from: every SAML 2.0 identity provider in the document. */
  readonly candidates: readonly string[];
}

/** A file that we cannot take as metadata. The setup page and the CLI offer `candidates` where there are several. */
export class MetadataRefused extends UserError {
  readonly kind: MetadataKind | null;
  readonly candidates: readonly string[];

  constructor(
    readonly problem: MetadataProblemCode,
    detail = '',
    context: MetadataContext = { kind: null, candidates: [] },
  ) {
    super(problem, sentences[problem](detail));
    this.name = 'MetadataRefused';
    this.kind = context.kind;
    this.candidates = context.candidates;
  }
}

/** Text out of a file, made fit for a sentence: one line, no control or direction marks, bounded. */
export function quoted(text: string, maxLength = 200): string {
  const start = text.slice(0, maxLength).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '\uFFFD');
  return text.length > maxLength ? `${start}…` : start;
}

/**
 * What we take from an identity provider's SAML 2.0 metadata: plain values, nothing of the XML library.
 * URLs and the entity ID stand as the document writes them, byte for byte.
 */
export interface IdpMetadata {
  readonly kind: MetadataKind;
  readonly entityId: string;
  readonly endpoints: { readonly sso: EndpointsByBinding; readonly slo: EndpointsByBinding };
  /** Where logout answers go, by binding, if elsewhere than requests: the ResponseLocation of the binding's first address. */
  readonly sloResponseUrls: Readonly<Record<string, string>>;
  /** Signing certificates of the SAML 2.0 identity provider role, each once, in document order; at least one. */
  readonly certificates: readonly ReadCertificate[];
  readonly wantsSignedAuthnRequests: boolean;
  /** The earliest validUntil that covers the role, or null. */
  readonly validUntilMs: number | null;
  readonly nameIdFormats: readonly string[];
  /** The directory that issues, where the document has Entra's shape; responses must not name another one. */
  readonly entraTenantId: string | null;
  readonly warnings: readonly MetadataWarning[];
}

/** The document's root: one EntityDescriptor, or an EntitiesDescriptor around many. */
export type MetadataKind = 'entity' | 'entities';

/**
 * URLs by binding, in document order. SAML 2.0 bindings go by their last part (`HTTP-Redirect`, `HTTP-POST`, `SOAP`),
 * any other by its whole URI.
 */
export type EndpointsByBinding = Readonly<Record<string, readonly string[]>>;

export interface ReadCertificate {
  readonly sha256Hex: string;
  readonly derBase64: string;
  readonly subject: string;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  readonly keyType: CertificateKeyType;
  /** 0 where the key's type has no known size. */
  readonly keyBits: number;
  /** The hash under the certificate's own signature: `sha256`, `sha1`, ...; `unknown` where we cannot tell. */
  readonly signatureHash: string;
}

/** `rsa-pss` is a key restricted to PSS signatures; `other` is everything that XML signatures do not use. */
export type CertificateKeyType = 'rsa' | 'rsa-pss' | 'ec' | 'other';

/** Something that does not stop the import but that the administrator should know. */
export interface MetadataWarning {
  readonly code: MetadataWarningCode;
  readonly message: string;
}

export type MetadataWarningCode =
  | 'valid_until_passed'
  | 'valid_until_unreadable'
  | 'all_certificates_expired'
  | 'certificate_weak_signature'
  | 'key_too_short'
  | 'key_type_unsupported'
  | 'sso_not_https'
  | 'slo_not_https'
  | 'metadata_url_without_appid';

import type { CertificateKeyType } from './domain/metadata.js';

export type ConnectionState = 'draft' | 'active' | 'retired';
export type SignedElement = 'either' | 'assertion' | 'response' | 'both';
export type GroupsOverage = 'keep' | 'refuse';
export type SloAnswer = 'auto' | 'page' | 'response';
export type Encryption = 'optional' | 'required';
export type NameIdFormat = 'none' | 'persistent' | 'transient' | 'emailAddress' | 'unspecified';
export type IdpInitiated = 'off' | 'confirm';
export type Switch = 'on' | 'off';

/** A tenant's trust in one IdP. At most one of a tenant is active: the one that its people sign in by. */
export interface Connection {
  readonly id: string;
  readonly tenantId: string;
  readonly state: ConnectionState;
  /** Counts what a response is judged by: a sign-in begun under another version starts again. */
  readonly version: number;
  readonly name: string;
  readonly idpEntityId: string;
  readonly ssoRedirectUrl: string | null;
  readonly ssoPostUrl: string | null;
  readonly sloRedirectUrl: string | null;
  readonly sloPostUrl: string | null;
  /** Where the metadata was read from, if it was an address. */
  readonly metadataUrl: string | null;
  /** `attribute:<name>` or `persistent_name_id`: the one identifier that accounts are keyed on. Fixed once activated. */
  readonly subjectSource: string;
  readonly signedElement: SignedElement;
  readonly clockSkewSeconds: number;
  /** What happens where the IdP sends a link in place of the groups. */
  readonly groupsOverage: GroupsOverage;
  readonly entraTenantId: string | null;
  /** Until when accounts that existed before may be adopted by their user principal name; null: never. */
  readonly adoptsByUpnUntilMs: number | null;
  /** Whether a sign-out here is taken on to the IdP, where its metadata says how. */
  readonly singleLogout: Switch;
  /** How a LogoutRequest is answered; auto: Entra by a page, since it refuses a LogoutResponse, all others by one. */
  readonly sloAnswer: SloAnswer;
  /** Where answers go, if elsewhere than requests (SAML metadata 2.2.2, ResponseLocation). */
  readonly sloRedirectResponseUrl: string | null;
  readonly sloPostResponseUrl: string | null;
  /** Until when signatures with SHA-1 are taken, too; null, or past: never. */
  readonly sha1UntilMs: number | null;
  readonly encryption: Encryption;
  /** What the AuthnRequest asks for; none: no NameIDPolicy. */
  readonly nameIdFormat: NameIdFormat;
  /** Authentication context classes that the AuthnRequest asks for and the assertion must name one of: URIs, a blank between. */
  readonly authnContext: string | null;
  /** Whether everybody must authenticate anew at the IdP, whatever session they have there. */
  readonly forceAuthn: Switch;
  /** Whether a login_hint that a link brings goes on to the IdP. */
  readonly loginHint: Switch;
  readonly signRequests: Switch;
  /** What becomes of a response that nobody asked for; confirm: a page asks the person. */
  readonly idpInitiated: IdpInitiated;
  /** In the order in which they are tried. */
  readonly certificates: readonly ConnectionCertificate[];
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

export interface ConnectionCertificate {
  readonly id: string;
  readonly sha256Hex: string;
  readonly derBase64: string;
  readonly subject: string;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  readonly keyType: CertificateKeyType;
  readonly keyBits: number;
  readonly position: number;
  readonly addedAtMs: number;
}

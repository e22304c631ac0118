import { idpMetadata, type IdpOptions } from '../support/product.js';
import {
  type DigestAlgorithm,
  type SignatureAlgorithm,
  signatureOver,
  type SigningKey,
  theIdpKey,
} from '../support/saml/index.js';

export interface SignedMetadataOptions extends IdpOptions {
  /** The publisher's; the test IdP's own unless said otherwise. */
  readonly key?: SigningKey;
  readonly algorithm?: SignatureAlgorithm;
  readonly digest?: DigestAlgorithm;
  readonly uri?: string;
  readonly validUntil?: string;
  /** A change after signing. */
  readonly edit?: (xml: string) => string;
}

/** Metadata with a signature around all of it. It is canonical by construction. */
export function signedMetadata(options: SignedMetadataOptions = {}): string {
  const { key = theIdpKey(), algorithm, digest, uri = '#_m', validUntil, edit } = options;
  const until = validUntil === undefined ? '' : ` validUntil="${validUntil}"`;
  const canonical = idpMetadata(options)
    .toString()
    .replace(/ entityID="[^"]*"/, (entityId) => ` ID="_m"${entityId}${until}`)
    .replace(/<(\w+)([^>]*)\/>/g, '<$1$2></$1>');
  const signature = signatureOver(canonical, '_m', {
    key,
    ...(algorithm && { algorithm }),
    ...(digest && { digest }),
    editSignedInfo: (xml) => xml.replace('URI="#_m"', `URI="${uri}"`),
  });
  const signed = canonical.replace('<IDPSSODescriptor', `${signature}<IDPSSODescriptor`);
  return edit?.(signed) ?? signed;
}

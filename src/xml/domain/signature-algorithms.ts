/** What a signature may be made with, by its URI (RFC 9231). HMAC is not among them: it would turn a public certificate into a shared secret. */
export interface SignatureMethod {
  readonly keyType: 'rsa' | 'ec';
  readonly hash: HashName;
}

export type HashName = 'sha1' | 'sha256' | 'sha384' | 'sha512';

export const SIGNATURE_METHODS: ReadonlyMap<string, SignatureMethod> = new Map<
  string,
  SignatureMethod
>([
  ['http://www.w3.org/2000/09/xmldsig#rsa-sha1', { keyType: 'rsa', hash: 'sha1' }],
  ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha256', { keyType: 'rsa', hash: 'sha256' }],
  ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha384', { keyType: 'rsa', hash: 'sha384' }],
  ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha512', { keyType: 'rsa', hash: 'sha512' }],
  ['http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256', { keyType: 'ec', hash: 'sha256' }],
  ['http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384', { keyType: 'ec', hash: 'sha384' }],
  ['http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512', { keyType: 'ec', hash: 'sha512' }],
]);

export const DIGESTS: ReadonlyMap<string, { readonly hash: HashName; readonly byteCount: number }> =
  new Map([
    ['http://www.w3.org/2000/09/xmldsig#sha1', { hash: 'sha1', byteCount: 20 }],
    ['http://www.w3.org/2001/04/xmlenc#sha256', { hash: 'sha256', byteCount: 32 }],
    ['http://www.w3.org/2001/04/xmldsig-more#sha384', { hash: 'sha384', byteCount: 48 }],
    ['http://www.w3.org/2001/04/xmlenc#sha512', { hash: 'sha512', byteCount: 64 }],
  ]);

/** SHA-1 collides since 2017: whoever trusts it says so per connection, and until when. */
export function usesSha1(signature: {
  readonly algorithm: string;
  readonly digestAlgorithm: string;
}): boolean {
  return (
    SIGNATURE_METHODS.get(signature.algorithm)?.hash === 'sha1' ||
    DIGESTS.get(signature.digestAlgorithm)?.hash === 'sha1'
  );
}

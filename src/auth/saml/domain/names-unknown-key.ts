import type { ResponseOutline } from './response-outline.js';

/**
 * Whether a signature names, in its KeyInfo, a certificate that the connection does not have: what a response looks like when
 * the IdP has changed keys. Anybody can write such a response, so it is a hint and nothing more.
 */
export function namesUnknownKey(
  { signature, assertion }: Pick<ResponseOutline, 'signature' | 'assertion'>,
  known: readonly { readonly certificateBase64: string }[],
): boolean {
  const named = [signature, assertion?.signature ?? null].flatMap(
    (each) => each?.certificates ?? [],
  );
  return named.some(
    (base64) => !known.some(({ certificateBase64 }) => certificateBase64 === base64),
  );
}

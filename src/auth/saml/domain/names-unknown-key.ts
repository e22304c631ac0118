import { type SignatureOutline } from '../../../xml/domain/gate-signature.js';
import { type TrustedKey } from '../../../xml/domain/verify-signature.js';

/**
 * Whether a signature names, in its KeyInfo, a certificate that the connection does not have: what a response looks like when
 * the IdP has changed keys. Anybody can write such a response, so it is a hint and nothing more.
 */
export function namesUnknownKey(
  signatures: readonly Pick<SignatureOutline, 'certificates'>[],
  keys: readonly Pick<TrustedKey, 'certificateBase64'>[],
): boolean {
  const named = signatures.flatMap(({ certificates }) => certificates);
  return named.some(
    (base64) => !keys.some(({ certificateBase64 }) => certificateBase64 === base64),
  );
}

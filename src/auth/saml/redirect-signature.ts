import { sign, type KeyObject } from 'node:crypto';

const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';

export interface RedirectParameters {
  readonly name: 'SAMLRequest' | 'SAMLResponse';
  readonly value: string;
  readonly relayState?: string;
}

/** The same without a signature. */
export function redirectQuery({ name, value, relayState }: RedirectParameters): string {
  const message = `${name}=${encodeURIComponent(value)}`;
  return relayState === undefined
    ? message
    : `${message}&RelayState=${encodeURIComponent(relayState)}`;
}

/**
 * SAML bindings 3.4.4.1: the detached signature covers the encoded query as it is sent, in this order, and RelayState
 * only where there is one. The caller sends the text as it is: encoding it again would break the signature.
 */
export function signRedirectQuery(
  parameters: RedirectParameters,
  key: { readonly privateKey: KeyObject },
): string {
  const signed = `${redirectQuery(parameters)}&SigAlg=${encodeURIComponent(RSA_SHA256)}`;
  const signature = sign('sha256', Buffer.from(signed), key.privateKey).toString('base64');
  return `${signed}&Signature=${encodeURIComponent(signature)}`;
}

import { accept, refuse, type Decision } from '../../../errors/index.js';

/**
 * SAML bindings 3.5.5.2: a signed message names the address that it was meant for, and we are it. Core 3.2.2: where it is
 * named at all, it must be ours. The expected address is our configuration, never a header.
 */
export function checkDestination(
  destination: string | null,
  acsUrl: string,
  isResponseSigned: boolean,
): Decision<void> {
  if (destination === null) {
    return isResponseSigned
      ? refuse('destination_missing', { expected: acsUrl })
      : accept(undefined);
  }
  return destination === acsUrl
    ? accept(undefined)
    : refuse('destination_mismatch', { expected: acsUrl, found: destination.slice(0, 300) });
}

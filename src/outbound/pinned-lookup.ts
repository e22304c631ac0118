import type { LookupFunction } from 'node:net';
import type { HostAddress } from './host-resolver.js';

/**
 * Called by the socket in place of the name server: the connection goes to the very addresses that were judged, so that a second
 * answer of the name server cannot redirect it. With `all` it may try each of them in turn.
 */
export function pinnedLookup(addresses: readonly HostAddress[]): LookupFunction {
  return (_host, options, answer) => {
    const [first] = addresses;
    if (options.all) answer(null, [...addresses]);
    else answer(null, first?.address ?? '', first?.family);
  };
}

import { accept, refuse, type Decision } from '../../../errors/index.js';
import { type TrustedKey } from '../../../xml/domain/verify-signature.js';

/** CVE-2026-16443: without a key there is nothing to check, which must never mean that nothing is checked. */
export function checkHasKeys(keys: readonly TrustedKey[]): Decision<void> {
  return keys.length > 0 ? accept(undefined) : refuse('certificate_missing');
}

import { accept, refuse, type Decision } from '../../../errors/index.js';

/**
 * SAML core 2.5.1.4: one matching audience satisfies a restriction; every restriction must be satisfied. Profiles 4.1.4.2
 * asks for at least one. Byte for byte: URIs are not ours to normalise.
 */
export function checkAudience(
  restrictions: readonly (readonly string[])[], // each the audiences of one element, as sent
  spEntityId: string,
): Decision<void> {
  if (restrictions.length === 0) return refuse('audience_missing');
  const foreign = restrictions.find((audiences) => !audiences.includes(spEntityId));
  return foreign
    ? refuse('audience_mismatch', { expected: spEntityId, found: foreign.join(' ').slice(0, 500) })
    : accept(undefined);
}

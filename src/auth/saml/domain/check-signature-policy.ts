import { accept, refuse, type Decision } from '../../../errors/index.js';

/** What a connection wants signed: Entra's three signing options, and `either` for "one of them at least". */
export type SignedElement = 'either' | 'assertion' | 'response' | 'both';

/** Which of the two carry a signature; what it is does not matter here. */
export interface SignedParts {
  readonly signature: object | null;
  readonly assertion: { readonly signature: object | null } | null;
}

/**
 * Looks at what carries a signature, before any is verified. A signature that is there is verified in any case
 * (verify-response), also where the policy would do without it.
 */
export function checkSignaturePolicy(outline: SignedParts, policy: SignedElement): Decision<void> {
  const response = outline.signature !== null;
  const assertion = Boolean(outline.assertion?.signature);
  if (!response && !assertion) return refuse('signature_missing', { policy });
  if (!assertion && (policy === 'assertion' || policy === 'both')) {
    return refuse('signature_missing_assertion', { policy });
  }
  if (!response && (policy === 'response' || policy === 'both')) {
    return refuse('signature_missing_response', { policy });
  }
  return accept(undefined);
}

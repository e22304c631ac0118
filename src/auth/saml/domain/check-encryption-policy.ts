import { accept, refuse, type Decision } from '../../../errors/index.js';

/** Whether an assertion may come in the clear. */
export type EncryptionPolicy = 'optional' | 'required';

export function checkEncryptionPolicy(
  outline: { readonly encrypted: object | null },
  policy: EncryptionPolicy,
): Decision<void> {
  return policy === 'required' && !outline.encrypted
    ? refuse('assertion_not_encrypted')
    : accept(undefined);
}

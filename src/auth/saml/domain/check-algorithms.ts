import { accept, refuse, type Decision } from '../../../errors/index.js';
import { type SignatureOutline } from '../../../xml/domain/gate-signature.js';
import { usesSha1 } from '../../../xml/domain/signature-algorithms.js';

/** SHA-1 verifies nothing, unless the connection says until when it does (Entra: Signing algorithm: SHA-1). */
export function checkAlgorithms(
  signatures: readonly SignatureOutline[],
  allowsSha1: boolean,
): Decision<void> {
  const weak = allowsSha1 ? undefined : signatures.find(usesSha1);
  return weak
    ? refuse('signature_algorithm_forbidden', {
        algorithm: weak.algorithm,
        digestAlgorithm: weak.digestAlgorithm,
      })
    : accept(undefined);
}

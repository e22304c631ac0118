import { accept, refuse, type Decision } from '../../../errors/index.js';
import { FORMAT_ENTITY } from './saml-names.js';
import { type Issuer } from './response-outline.js';

/**
 * SAML profiles 4.1.4.2: the assertion's issuer is the entity ID of the IdP; the response's may be left out (and must not
 * where the response is signed, which Entra, ADFS and the others never do), but is the same. Byte for byte: `/` at
 * the end matters. `where` says which of the two in the facts.
 */
export function checkIssuer(
  issuer: Issuer | null,
  idpEntityId: string,
  where: 'response' | 'assertion',
): Decision<void> {
  if (issuer === null) {
    return where === 'response' ? accept(undefined) : refuse('issuer_missing', { where });
  }
  if (issuer.format !== null && issuer.format !== FORMAT_ENTITY) {
    return refuse('issuer_format_unsupported', { where, found: issuer.format.slice(0, 200) });
  }
  return issuer.value === idpEntityId
    ? accept(undefined)
    : refuse('issuer_mismatch', {
        where,
        expected: idpEntityId,
        found: issuer.value.slice(0, 300),
      });
}

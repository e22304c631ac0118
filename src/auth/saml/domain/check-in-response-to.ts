import { accept, refuse, type Decision } from '../../../errors/index.js';
import { METHOD_BEARER } from './saml-names.js';
import { type SubjectConfirmation } from './verified-assertion.js';

/** Which request of ours the response answers, by its own words: the caller compares with the browser's attempts. */
export type Solicitation =
  { readonly kind: 'solicited'; readonly requestId: string } | { readonly kind: 'unsolicited' };

/**
 * SAML profiles 4.1.4.3 and 4.1.5: Response and bearer confirmations name the same request, or none of them names any. The
 * Response's InResponseTo may be unsigned; since it must equal what the assertion says, it can neither turn a
 * stolen solicited assertion into an unsolicited one nor the reverse. Other confirmations may leave it out.
 */
export function checkInResponseTo(
  responseInResponseTo: string | null,
  confirmations: readonly SubjectConfirmation[],
): Decision<Solicitation> {
  const named = confirmations.map(({ data }) => data?.inResponseTo ?? null);
  if (responseInResponseTo === null) {
    const [first] = named.filter((requestId) => requestId !== null);
    return first === undefined ? accept({ kind: 'unsolicited' }) : inconsistent('', first);
  }
  const different = confirmations.find(({ method, data }) => {
    const requestId = data?.inResponseTo ?? null;
    return requestId === null ? method === METHOD_BEARER : requestId !== responseInResponseTo;
  });
  return different
    ? inconsistent(responseInResponseTo, different.data?.inResponseTo ?? '')
    : accept({ kind: 'solicited', requestId: responseInResponseTo });
}

function inconsistent(response: string, confirmation: string): Decision<never> {
  return refuse('in_response_to_inconsistent', {
    response: response.slice(0, 100),
    confirmation: confirmation.slice(0, 100),
  });
}

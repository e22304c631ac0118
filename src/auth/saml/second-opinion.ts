import { type Profile, type SamlConfig, ValidateInResponseTo } from '@node-saml/passport-saml';
import type { AcceptedResponse, ResponseExpectation } from './domain/decide-response.js';

/** What node-saml thinks of a response that we accepted. `refuses` is any error of it. */
export type SecondOpinion = 'not_asked' | 'agrees' | 'differs' | 'refuses';

/**
 * node-saml 5.1.0 with all of its own checks on, each unsafe or Entra-hostile default fixed. It has a clock of its own. What
 * is not asked of it: whether this browser sent the request (ours alone to know), and what it cannot verify.
 */
export function secondOpinionOptions(
  { outline, solicitation }: AcceptedResponse,
  expected: ResponseExpectation,
): SamlConfig {
  const requestId = solicitation.kind === 'solicited' ? solicitation.requestId : null;
  return {
    issuer: expected.spEntityId,
    callbackUrl: expected.acsUrl,
    audience: expected.spEntityId,
    idpCert: expected.keys.map(({ certificateBase64 }) => certificateBase64),
    // Every signature that is there must be good to it, too.
    wantAuthnResponseSigned: outline.signature !== null,
    wantAssertionsSigned: Boolean(outline.assertion?.signature),
    acceptedClockSkewMs: expected.clockSkewSeconds * 1000,
    validateInResponseTo:
      requestId === null ? ValidateInResponseTo.never : ValidateInResponseTo.always,
    identifierFormat: null,
    disableRequestedAuthnContext: true,
    signatureAlgorithm: 'sha256',
    digestAlgorithm: 'sha256',
    cacheProvider: {
      saveAsync: () => Promise.resolve(null),
      getAsync: (id) =>
        Promise.resolve(id === requestId ? new Date(expected.nowMs).toISOString() : null),
      removeAsync: () => Promise.resolve(null),
    },
  };
}

/** The same person, by every value that node-saml reads. */
export function compareIdentity(accepted: AcceptedResponse, profile: Profile): SecondOpinion {
  const { nameId, attributes } = accepted.assertion;
  const theirs = Object.entries((profile['attributes'] ?? {}) as Record<string, unknown>);
  const isSame =
    profile.nameID === nameId?.value &&
    theirs.every(([name, value]) => isSameValues(attributes.get(name) ?? [], value));
  return isSame ? 'agrees' : 'differs';
}

/** node-saml: one value is itself, several are an array, none is undefined; of two attributes of one name the last wins. */
function isSameValues(ours: readonly string[], theirs: unknown): boolean {
  const values: unknown[] = Array.isArray(theirs) ? theirs : [theirs ?? ''];
  const last = ours.slice(-values.length);
  return values.every((value, index) => (value ?? '') === (last[index] ?? ''));
}

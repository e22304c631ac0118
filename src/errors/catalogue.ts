/**
 * Every reason for which a sign-in can be refused, once. `step` is where in the pipeline it is decided, `page` is
 * what the person sees (several reasons share a page, so that the page tells an attacker nothing), `status` the
 * HTTP status of that page. `meaning` and `remedy` are for operators: docs/reference/reasons.md is made from them.
 */
export type RefusalPage =
  | 'start_again' // the attempt is gone or spent: a fresh start will do
  | 'not_verified' // the message could not be believed: the customer's IT admin or we must act
  | 'identity_provider_refused' // the IdP said no
  | 'no_access' // this person may not come in; one page, so that nobody learns whether an account exists
  | 'authenticate_again' // signed in at the IdP, but longer ago than was asked for
  | 'second_factor_needed' // signed in at the IdP, without the second factor that was asked for
  | 'busy'; // too many requests

export type RefusalStep =
  'transport' | 'gate' | 'signature' | 'profile' | 'context' | 'identity' | 'roles' | 'logout';

export interface RefusalEntry {
  readonly step: RefusalStep;
  readonly page: RefusalPage;
  readonly status: number;
  readonly meaning: string;
  readonly remedy: string;
}

const CONNECTION_REMEDY =
  'Compare the connection with the identity provider’s current metadata and import it again.';
const IDP_BUG_REMEDY =
  'The identity provider sends what SAML forbids; its administrator must correct the application’s settings.';
const ATTACK_REMEDY =
  'No correct identity provider sends this. Look for the same address in the audit log.';
const START_AGAIN_REMEDY =
  'Nothing to do: the person starts again. If it happens to many, compare clocks and cookie policies.';

// A table: one row per reason.
// prettier-ignore
export const refusals = {
  // transport
  method_not_allowed: { step: 'transport', page: 'not_verified', status: 405, meaning: 'The assertion consumer service was called with another method than POST.', remedy: 'Set the identity provider to answer with the HTTP-POST binding.' },
  content_type_unsupported: { step: 'transport', page: 'not_verified', status: 415, meaning: 'The body is not a form.', remedy: ATTACK_REMEDY },
  message_too_large: { step: 'transport', page: 'not_verified', status: 413, meaning: 'The message is larger than the limit.', remedy: 'Send only the groups assigned to the application.' },
  form_malformed: { step: 'transport', page: 'not_verified', status: 400, meaning: 'The form has parameters that do not belong together, or one of them twice.', remedy: ATTACK_REMEDY },
  response_missing: { step: 'transport', page: 'start_again', status: 400, meaning: 'The form holds no SAMLResponse.', remedy: START_AGAIN_REMEDY },
  base64_malformed: { step: 'transport', page: 'not_verified', status: 400, meaning: 'SAMLResponse is not base64.', remedy: ATTACK_REMEDY },
  rate_limited: { step: 'transport', page: 'busy', status: 429, meaning: 'Too many requests from one network.', remedy: 'Raise RATE_LIMIT if the network is a customer’s.' },
  // gate
  encoding_malformed: { step: 'gate', page: 'not_verified', status: 400, meaning: 'The message is not well-formed UTF-8.', remedy: ATTACK_REMEDY },
  xml_malformed: { step: 'gate', page: 'not_verified', status: 400, meaning: 'The message is not well-formed XML.', remedy: ATTACK_REMEDY },
  xml_too_complex: { step: 'gate', page: 'not_verified', status: 400, meaning: 'The message has too many elements, attributes, references or levels.', remedy: 'Send only the groups assigned to the application.' },
  doctype_forbidden: { step: 'gate', page: 'not_verified', status: 400, meaning: 'The message declares a document type.', remedy: ATTACK_REMEDY },
  comment_forbidden: { step: 'gate', page: 'not_verified', status: 400, meaning: 'The message holds an XML comment.', remedy: ATTACK_REMEDY },
  processing_instruction_forbidden: { step: 'gate', page: 'not_verified', status: 400, meaning: 'The message holds a processing instruction.', remedy: ATTACK_REMEDY },
  cdata_forbidden: { step: 'gate', page: 'not_verified', status: 400, meaning: 'The message holds a CDATA section.', remedy: ATTACK_REMEDY },
  entity_forbidden: { step: 'gate', page: 'not_verified', status: 400, meaning: 'The message uses an entity that XML does not predefine.', remedy: ATTACK_REMEDY },
  character_forbidden: { step: 'gate', page: 'not_verified', status: 400, meaning: 'The message holds a control character, or one that XML readers disagree on.', remedy: ATTACK_REMEDY },
  namespace_unresolved: { step: 'gate', page: 'not_verified', status: 400, meaning: 'A namespace prefix is not declared, or a reserved one is declared anew.', remedy: ATTACK_REMEDY },
  id_duplicate: { step: 'gate', page: 'not_verified', status: 400, meaning: 'Two elements carry the same ID.', remedy: ATTACK_REMEDY },
  root_unexpected: { step: 'gate', page: 'not_verified', status: 400, meaning: 'The message is not a SAML 2.0 Response.', remedy: IDP_BUG_REMEDY },
  version_unsupported: { step: 'gate', page: 'not_verified', status: 400, meaning: 'The Response or Assertion is not of SAML version 2.0.', remedy: IDP_BUG_REMEDY },
  response_malformed: { step: 'gate', page: 'not_verified', status: 400, meaning: 'The Response is not built as SAML says.', remedy: IDP_BUG_REMEDY },
  assertion_missing: { step: 'gate', page: 'not_verified', status: 400, meaning: 'A successful Response holds no assertion.', remedy: IDP_BUG_REMEDY },
  assertion_not_unique: { step: 'gate', page: 'not_verified', status: 400, meaning: 'The Response holds more than one assertion.', remedy: ATTACK_REMEDY },
  assertion_misplaced: { step: 'gate', page: 'not_verified', status: 400, meaning: 'An assertion stands elsewhere than directly in the Response.', remedy: ATTACK_REMEDY },
  assertion_encrypted: { step: 'gate', page: 'not_verified', status: 400, meaning: 'The assertion, or a part of it, is encrypted, and this connection has no decryption key.', remedy: 'Switch token encryption off at the identity provider.' },
  encryption_malformed: { step: 'gate', page: 'not_verified', status: 400, meaning: 'An encrypted element is not built as SAML and XML Encryption say.', remedy: IDP_BUG_REMEDY },
  encryption_algorithm_forbidden: { step: 'gate', page: 'not_verified', status: 400, meaning: 'An encrypted element uses an algorithm that is not allowed, such as RSA 1.5.', remedy: 'Let the identity provider encrypt with AES-128 or AES-256 and RSA-OAEP.' },
  id_missing: { step: 'gate', page: 'not_verified', status: 400, meaning: 'The Response or Assertion has no usable ID.', remedy: IDP_BUG_REMEDY },
  // signature
  decryption_failed: { step: 'signature', page: 'not_verified', status: 403, meaning: 'The encrypted assertion cannot be opened with our keys, or what it holds is no assertion; on purpose nothing says which.', remedy: 'Give the identity provider the encryption certificate of the current metadata.' },
  assertion_not_encrypted: { step: 'signature', page: 'not_verified', status: 403, meaning: 'The connection requires encrypted assertions, and this one came in the clear.', remedy: 'Entra: Security › Token encryption: import our encryption certificate and activate it; or set encryption=optional.' },
  signature_missing: { step: 'signature', page: 'not_verified', status: 403, meaning: 'Neither the Response nor the Assertion is signed.', remedy: 'Entra: Single sign-on › SAML certificates › Signing option: Sign SAML assertion.' },
  signature_missing_assertion: { step: 'signature', page: 'not_verified', status: 403, meaning: 'The connection requires a signed assertion, only the response is signed.', remedy: 'Entra: Single sign-on › SAML certificates › Signing option: Sign SAML assertion.' },
  signature_missing_response: { step: 'signature', page: 'not_verified', status: 403, meaning: 'The connection requires a signed response, only the assertion is signed.', remedy: 'Entra: Single sign-on › SAML certificates › Signing option: Sign SAML response and assertion.' },
  signature_misplaced: { step: 'signature', page: 'not_verified', status: 403, meaning: 'A signature stands elsewhere than directly in the element that it covers.', remedy: ATTACK_REMEDY },
  signature_not_unique: { step: 'signature', page: 'not_verified', status: 403, meaning: 'An element carries more than one signature, or a signature more than one SignedInfo or reference.', remedy: ATTACK_REMEDY },
  signature_malformed: { step: 'signature', page: 'not_verified', status: 403, meaning: 'A signature is not built as SAML says, or holds more than SAML allows.', remedy: IDP_BUG_REMEDY },
  signature_reference_foreign: { step: 'signature', page: 'not_verified', status: 403, meaning: 'A signature covers another element than the one that it stands in.', remedy: ATTACK_REMEDY },
  signature_algorithm_forbidden: { step: 'signature', page: 'not_verified', status: 403, meaning: 'The signature uses an algorithm, transform or canonicalization that is not allowed; SHA-1 is one of them.', remedy: 'Entra: Single sign-on › SAML certificates › Signing algorithm: SHA-256.' },
  signature_invalid: { step: 'signature', page: 'not_verified', status: 403, meaning: 'No certificate of the connection verifies the signature.', remedy: 'The signing certificate has probably changed: import the Federation Metadata XML again.' },
  canonicalization_failed: { step: 'signature', page: 'not_verified', status: 403, meaning: 'What the signature covers has no canonical form.', remedy: ATTACK_REMEDY },
  signature_content_differs: { step: 'signature', page: 'not_verified', status: 403, meaning: 'What the signature covers is not what the message shows.', remedy: ATTACK_REMEDY },
  second_opinion_differs: { step: 'signature', page: 'not_verified', status: 403, meaning: 'The second verifier does not accept, or does not read as the same person, what the first accepted.', remedy: 'Keep the response’s time and reference and report it to us; SAML_SECOND_OPINION=observe lets people in meanwhile.' },
  certificate_missing: { step: 'signature', page: 'not_verified', status: 403, meaning: 'The connection holds no signing certificate.', remedy: CONNECTION_REMEDY },
  // profile
  status_not_success: { step: 'profile', page: 'identity_provider_refused', status: 403, meaning: 'The identity provider answered with an error status.', remedy: 'See the status code and message in the facts; the person’s assignment or a policy is the usual cause.' },
  issuer_missing: { step: 'profile', page: 'not_verified', status: 403, meaning: 'The assertion names no issuer.', remedy: IDP_BUG_REMEDY },
  issuer_mismatch: { step: 'profile', page: 'not_verified', status: 403, meaning: 'The issuer is not the entity ID of the connection.', remedy: CONNECTION_REMEDY },
  issuer_format_unsupported: { step: 'profile', page: 'not_verified', status: 403, meaning: 'The issuer’s format is not the entity format.', remedy: IDP_BUG_REMEDY },
  destination_missing: { step: 'profile', page: 'not_verified', status: 403, meaning: 'A signed response names no destination.', remedy: IDP_BUG_REMEDY },
  destination_mismatch: { step: 'profile', page: 'not_verified', status: 403, meaning: 'The response is meant for another address.', remedy: 'Entra: Basic SAML configuration › Reply URL must be exactly our ACS address.' },
  audience_missing: { step: 'profile', page: 'not_verified', status: 403, meaning: 'The assertion restricts no audience.', remedy: IDP_BUG_REMEDY },
  audience_mismatch: { step: 'profile', page: 'not_verified', status: 403, meaning: 'The assertion is meant for another service provider.', remedy: 'Entra: Basic SAML configuration › Identifier must be exactly our entity ID.' },
  condition_unknown: { step: 'profile', page: 'not_verified', status: 403, meaning: 'The assertion has a condition that we do not understand.', remedy: IDP_BUG_REMEDY },
  conditions_missing: { step: 'profile', page: 'not_verified', status: 403, meaning: 'The assertion has no Conditions.', remedy: IDP_BUG_REMEDY },
  time_malformed: { step: 'profile', page: 'not_verified', status: 403, meaning: 'A time is not an xs:dateTime in UTC.', remedy: IDP_BUG_REMEDY },
  assertion_not_yet_valid: { step: 'profile', page: 'not_verified', status: 403, meaning: 'The assertion is not valid yet.', remedy: 'Compare the clocks of both sides.' },
  assertion_expired: { step: 'profile', page: 'start_again', status: 403, meaning: 'The assertion is no longer valid.', remedy: 'Compare the clocks of both sides; otherwise the person waited too long.' },
  response_issued_in_future: { step: 'profile', page: 'not_verified', status: 403, meaning: 'The response or assertion was issued in the future.', remedy: 'Compare the clocks of both sides.' },
  response_too_old: { step: 'profile', page: 'start_again', status: 403, meaning: 'The response or assertion was issued too long ago.', remedy: START_AGAIN_REMEDY },
  subject_confirmation_missing: { step: 'profile', page: 'not_verified', status: 403, meaning: 'The assertion has no bearer subject confirmation.', remedy: IDP_BUG_REMEDY },
  recipient_mismatch: { step: 'profile', page: 'not_verified', status: 403, meaning: 'The subject confirmation is meant for another address.', remedy: 'Entra: Basic SAML configuration › Reply URL must be exactly our ACS address.' },
  confirmation_expired: { step: 'profile', page: 'start_again', status: 403, meaning: 'The subject confirmation is no longer valid.', remedy: START_AGAIN_REMEDY },
  confirmation_unbounded: { step: 'profile', page: 'not_verified', status: 403, meaning: 'A bearer confirmation says no time at which it ends.', remedy: IDP_BUG_REMEDY },
  confirmation_not_before_forbidden: { step: 'profile', page: 'not_verified', status: 403, meaning: 'A bearer confirmation must not carry NotBefore.', remedy: IDP_BUG_REMEDY },
  authn_statement_missing: { step: 'profile', page: 'not_verified', status: 403, meaning: 'The assertion does not say that the person authenticated.', remedy: IDP_BUG_REMEDY },
  authn_context_mismatch: { step: 'profile', page: 'not_verified', status: 403, meaning: 'The person authenticated in another way than the connection asks for (authn_context).', remedy: 'Set authn_context=none: Entra names the class Password whatever was used. To demand a second factor use mfa=required.' },
  session_expired_at_idp: { step: 'profile', page: 'start_again', status: 403, meaning: 'The session at the identity provider has already ended (SessionNotOnOrAfter).', remedy: START_AGAIN_REMEDY },
  assertion_malformed: { step: 'profile', page: 'not_verified', status: 403, meaning: 'The verified assertion is not built as SAML says.', remedy: IDP_BUG_REMEDY },
  // context
  in_response_to_inconsistent: { step: 'context', page: 'not_verified', status: 403, meaning: 'Response and subject confirmation name different requests, or only one of them names any.', remedy: ATTACK_REMEDY },
  attempt_unknown: { step: 'context', page: 'start_again', status: 403, meaning: 'The browser holds no attempt that this response answers: cookies blocked, more than eight tabs, ten minutes passed, or another person’s response.', remedy: START_AGAIN_REMEDY },
  attempt_connection_changed: { step: 'context', page: 'start_again', status: 403, meaning: 'The tenant’s connection was replaced while the person signed in.', remedy: START_AGAIN_REMEDY },
  unsolicited: { step: 'context', page: 'start_again', status: 403, meaning: 'The response answers no request of ours; it is never believed, the browser starts a sign-in of its own.', remedy: 'Fill in the Sign on URL at the identity provider, so that its tile opens our sign-in.' },
  invitation_unknown: { step: 'context', page: 'start_again', status: 403, meaning: 'The click on “Continue” does not belong to the response that it came with: five minutes passed, cookies are blocked, or another page sent it.', remedy: START_AGAIN_REMEDY },
  assertion_replayed: { step: 'context', page: 'start_again', status: 403, meaning: 'This assertion, or another answer to the same request, was already used.', remedy: 'The back button and reloads do this; from a foreign address it is an attack.' },
  connection_inactive: { step: 'context', page: 'start_again', status: 403, meaning: 'The connection was switched off during the sign-in.', remedy: 'Activate a connection for the tenant.' },
  authentication_too_old: { step: 'context', page: 'authenticate_again', status: 403, meaning: 'A fresh sign-in was asked for (maxAge), and the person authenticated longer ago than that.', remedy: 'The identity provider ignored ForceAuthn, or its clock is behind: let it honour ForceAuthn for this application.' },
  mfa_missing: { step: 'context', page: 'second_factor_needed', status: 403, meaning: 'Multi-factor authentication was asked for (mfa=required), and the response does not say that it took place.', remedy: 'Entra: a Conditional Access policy must require multifactor authentication for this application, and the claim authnmethodsreferences must be sent.' },
  // identity
  subject_missing: { step: 'identity', page: 'not_verified', status: 403, meaning: 'The response lacks the stable identifier that this connection is keyed on.', remedy: 'Entra sends objectidentifier always; for other providers send the attribute that connection show prints as subject source.' },
  subject_not_unique: { step: 'identity', page: 'not_verified', status: 403, meaning: 'The stable identifier has several values.', remedy: IDP_BUG_REMEDY },
  subject_malformed: { step: 'identity', page: 'not_verified', status: 403, meaning: 'The stable identifier is empty, too long, has blanks at its ends, or is a transient name ID.', remedy: IDP_BUG_REMEDY },
  entra_tenant_mismatch: { step: 'identity', page: 'not_verified', status: 403, meaning: 'The tenantid claim is not the Entra tenant of the connection.', remedy: CONNECTION_REMEDY },
  user_unknown: { step: 'identity', page: 'no_access', status: 403, meaning: 'The person has no account, and just-in-time accounts are switched off for the tenant.', remedy: 'Create the account or switch just-in-time accounts on.' },
  user_suspended: { step: 'identity', page: 'no_access', status: 403, meaning: 'The account is suspended.', remedy: 'Reactivate the account if the person should come in.' },
  // roles
  role_match_required: { step: 'roles', page: 'no_access', status: 403, meaning: 'No mapping rule matches the person’s groups, and the tenant requires a match.', remedy: 'Add the person to a mapped group, or add a mapping rule.' },
  groups_unknown: { step: 'roles', page: 'no_access', status: 403, meaning: 'The identity provider sent a link instead of the groups (more than 150), and the connection refuses then.', remedy: 'Entra: send only groups assigned to the application, or set groups_overage=keep.' },
  // logout
  logout_parameters_malformed: { step: 'logout', page: 'not_verified', status: 400, meaning: 'A logout message has parameters that do not belong together, one of them twice, or one under a disguised name.', remedy: ATTACK_REMEDY },
  logout_message_missing: { step: 'logout', page: 'start_again', status: 400, meaning: 'The logout address was called without SAMLRequest or SAMLResponse.', remedy: 'Nothing to do: somebody opened the address by hand.' },
  logout_deflate_malformed: { step: 'logout', page: 'not_verified', status: 400, meaning: 'The logout message is not one DEFLATE stream and nothing else.', remedy: ATTACK_REMEDY },
  logout_message_unexpected: { step: 'logout', page: 'not_verified', status: 400, meaning: 'The document is not the LogoutRequest or LogoutResponse that its parameter says.', remedy: IDP_BUG_REMEDY },
  logout_malformed: { step: 'logout', page: 'not_verified', status: 400, meaning: 'The logout message is not built as SAML says.', remedy: IDP_BUG_REMEDY },
  logout_name_id_encrypted: { step: 'logout', page: 'not_verified', status: 403, meaning: 'The LogoutRequest names its subject in encrypted form.', remedy: 'Switch encryption of name IDs off at the identity provider.' },
  logout_signature_missing: { step: 'logout', page: 'not_verified', status: 403, meaning: 'The logout message is not signed.', remedy: 'Have the identity provider sign logout messages; Entra always does.' },
  logout_destination_mismatch: { step: 'logout', page: 'not_verified', status: 403, meaning: 'The logout message is meant for another address, or for none.', remedy: 'Entra: Basic SAML configuration › Logout URL must be exactly our logout address.' },
  logout_issued_in_future: { step: 'logout', page: 'not_verified', status: 403, meaning: 'The logout message was issued in the future.', remedy: 'Compare the clocks of both sides.' },
  logout_too_old: { step: 'logout', page: 'not_verified', status: 403, meaning: 'The logout message was issued more than ten minutes ago.', remedy: 'Compare the clocks of both sides.' },
  logout_expired: { step: 'logout', page: 'not_verified', status: 403, meaning: 'The LogoutRequest is no longer valid (NotOnOrAfter).', remedy: 'Compare the clocks of both sides.' },
  logout_replayed: { step: 'logout', page: 'not_verified', status: 403, meaning: 'This LogoutRequest was already used.', remedy: 'Reloads do this; from a foreign address it is an attack.' },
  logout_response_unknown: { step: 'logout', page: 'start_again', status: 403, meaning: 'The LogoutResponse answers no request that this browser was sent with.', remedy: 'Nothing to do, unless it happens to many.' },
  logout_not_everywhere: { step: 'logout', page: 'start_again', status: 200, meaning: 'The identity provider answered that it did not sign the person out everywhere.', remedy: 'See the status code in the facts; another application did not answer it.' },
} as const satisfies Record<string, RefusalEntry>;

export type RefusalCode = keyof typeof refusals;

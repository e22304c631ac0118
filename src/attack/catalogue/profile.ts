import { conditionsXml, confirmationXml, subjectXml } from '../forge/assertion.js';
import {
  family,
  iso,
  optionsOf,
  signed,
  swap,
  type AttackContext,
  type Change,
  type HostileCase,
} from './case.js';

const row = family('profile');

const OTHER = 'https://other.example/';
const HOLDER_OF_KEY = 'urn:oasis:names:tc:SAML:2.0:cm:holder-of-key';

/** A subject with the confirmations given, each an option set. */
function confirmedBy(context: AttackContext, ...confirmations: readonly Change[]): string {
  const own = optionsOf(context, {});
  const written = confirmations.map((options) => confirmationXml({ ...own, ...options }));
  return subjectXml(own).replace(
    /<SubjectConfirmation .*<\/SubjectConfirmation>/,
    written.join(''),
  );
}

/** The usual conditions with one more. */
const withCondition = (condition: string) =>
  signed((context) => ({
    conditionsXml: swap(
      conditionsXml(optionsOf(context, {})),
      '</Conditions>',
      `${condition}</Conditions>`,
    ),
  }));

export const profileCases: readonly HostileCase[] = [
  row('another destination', 'destination_mismatch', signed({ destination: OTHER })),
  row(
    'another destination, signed',
    'destination_mismatch',
    signed({ destination: OTHER, signed: 'response' }),
  ),
  row(
    'a destination with a slash more',
    'destination_mismatch',
    signed(({ acsUrl }) => ({ destination: `${acsUrl}/` })),
  ),
  row('an empty destination', 'destination_mismatch', signed({ destination: '' })),
  row(
    'no destination in a signed response',
    'destination_missing',
    signed({ destination: null, signed: 'response' }),
  ),
  row('no destination, only the assertion signed', 'accepted', signed({ destination: null })),
  row('another issuer of the response', 'issuer_mismatch', signed({ responseIssuer: OTHER })),
  row('another issuer of the assertion', 'issuer_mismatch', signed({ issuer: OTHER })),
  row(
    'another issuer of both',
    'issuer_mismatch',
    signed({ issuer: OTHER, responseIssuer: OTHER }),
    'CVE-2026-15640',
  ),
  row(
    'an issuer without its last character',
    'issuer_mismatch',
    signed(({ idpEntityId }) => ({ issuer: idpEntityId.slice(0, -1) })),
  ),
  row(
    'an issuer in capitals',
    'issuer_mismatch',
    signed(({ idpEntityId }) => ({ issuer: idpEntityId.toUpperCase() })),
  ),
  row(
    'an issuer with a blank',
    'issuer_mismatch',
    signed(({ idpEntityId }) => ({ issuer: `${idpEntityId} ` })),
  ),
  row('no issuer of the response', 'accepted', signed({ responseIssuer: null })),
  row('no issuer of the assertion', 'issuer_missing', signed({ issuer: null })),
  row(
    'an issuer that says it is an entity',
    'accepted',
    signed({
      issuerFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:entity',
    }),
  ),
  row(
    'an issuer that says it is a person',
    'issuer_format_unsupported',
    signed({
      issuerFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
    }),
  ),
  row('another recipient', 'recipient_mismatch', signed({ recipient: OTHER })),
  row('no recipient', 'recipient_mismatch', signed({ recipient: null })),
  row(
    'holder of key',
    'subject_confirmation_missing',
    signed({ confirmationMethod: HOLDER_OF_KEY }),
    'CVE-2026-92855',
  ),
  row(
    'sender vouches',
    'subject_confirmation_missing',
    signed({
      confirmationMethod: 'urn:oasis:names:tc:SAML:2.0:cm:sender-vouches',
    }),
  ),
  row('no subject', 'subject_confirmation_missing', signed({ subjectXml: '' })),
  row(
    'a subject without confirmation',
    'subject_confirmation_missing',
    signed((context) => ({
      subjectXml: confirmedBy(context),
    })),
  ),
  row(
    'a bearer confirmation without data',
    'recipient_mismatch',
    signed((context) => ({
      subjectXml: confirmedBy(context, {}).replace(
        /<SubjectConfirmationData.*<\/SubjectConfirmationData>/,
        '',
      ),
    })),
  ),
  row(
    'a good confirmation beside one for somebody else',
    'accepted',
    signed((context) => ({
      subjectXml: confirmedBy(context, { recipient: OTHER }, {}),
    })),
  ),
  row(
    'a good confirmation beside holder of key',
    'accepted',
    signed((context) => ({
      subjectXml: confirmedBy(context, { confirmationMethod: HOLDER_OF_KEY }, {}),
    })),
  ),
  row(
    'a holder of key for us beside a bearer for somebody else',
    'recipient_mismatch',
    signed((context) => ({
      subjectXml: confirmedBy(context, { confirmationMethod: HOLDER_OF_KEY }, { recipient: OTHER }),
    })),
  ),
  row(
    'a confirmation without end',
    'confirmation_unbounded',
    signed({ confirmationNotOnOrAfter: null }),
  ),
  row(
    'a confirmation with NotBefore',
    'confirmation_not_before_forbidden',
    signed(({ nowMs }) => ({
      confirmationNotBefore: iso(nowMs - 300_000),
    })),
  ),
  row('no Conditions', 'conditions_missing', signed({ conditionsXml: '' }), 'CVE-2026-41577'),
  row('Conditions without times', 'accepted', signed({ notBefore: null, notOnOrAfter: null })),
  row('Conditions with a beginning only', 'accepted', signed({ notOnOrAfter: null })),
  row(
    'no audience',
    'audience_missing',
    signed({ audiences: [] }),
    'CVE-2022-23600',
    'CVE-2026-41577',
  ),
  row(
    'another audience',
    'audience_mismatch',
    signed({ audiences: [[OTHER]] }),
    'CVE-2022-23600',
    'CVE-2026-41577',
  ),
  row('an empty audience restriction', 'audience_mismatch', signed({ audiences: [[]] })),
  row(
    'our entity ID with a slash more',
    'audience_mismatch',
    signed(({ spEntityId }) => ({ audiences: [[`${spEntityId}/`]] })),
  ),
  row(
    'our entity ID in capitals',
    'audience_mismatch',
    signed(({ spEntityId }) => ({ audiences: [[spEntityId.toUpperCase()]] })),
  ),
  row(
    'our entity ID as a part of another',
    'audience_mismatch',
    signed(({ spEntityId }) => ({ audiences: [[`${OTHER}?${spEntityId}`]] })),
  ),
  row(
    'us among several audiences',
    'accepted',
    signed(({ spEntityId }) => ({ audiences: [[OTHER, spEntityId]] })),
  ),
  row(
    'a second restriction, for somebody else',
    'audience_mismatch',
    signed(({ spEntityId }) => ({ audiences: [[spEntityId], [OTHER]] })),
  ),
  row(
    'a second restriction, for us too',
    'accepted',
    signed(({ spEntityId }) => ({ audiences: [[spEntityId], [OTHER, spEntityId]] })),
  ),
  row(
    'one-time use and no proxying',
    'accepted',
    withCondition('<OneTimeUse></OneTimeUse><ProxyRestriction Count="0"></ProxyRestriction>'),
  ),
  row(
    'a condition of another namespace',
    'condition_unknown',
    withCondition('<x xmlns="urn:x"></x>'),
  ),
  row(
    'a condition of an extension type',
    'condition_unknown',
    withCondition('<Condition></Condition>'),
  ),
  row('no AuthnStatement', 'authn_statement_missing', signed({ authnStatementXml: '' })),
  row(
    'an authentication of months ago',
    'accepted',
    signed(({ nowMs }) => ({ authnInstant: iso(nowMs - 80 * 86_400_000) })),
  ),
];

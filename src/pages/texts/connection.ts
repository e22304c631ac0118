/** Words that the page of a connection and the form for its rules share. */
const SIGNED_ELEMENTS = {
  either: 'The response or the assertion',
  assertion: 'The assertion',
  response: 'The response',
  both: 'The response and the assertion',
} as const;
const OVERAGES = { keep: 'Keep the last known roles', refuse: 'Refuse the sign-in' } as const;
const YES_OR_NO = { off: 'No', on: 'Yes' } as const;

/** The page of a connection. English, as all of administration. */
export const connection = {
  title: 'Connection',
  intro:
    'How this site trusts your identity provider. Addresses and certificates come with its metadata, on the command line.',
  noneTitle: 'No connection yet',
  noneText: 'Import the Federation Metadata XML of the identity provider to create it.',
  ours: 'Values for your identity provider',
  oursText: 'In Entra: Single sign-on › Basic SAML Configuration. A click selects a whole value.',
  identifier: 'Identifier (Entity ID)',
  replyUrl: 'Reply URL (Assertion Consumer Service URL)',
  signOnUrl: 'Sign on URL',
  sloUrl: 'Logout URL',
  metadata: 'Our metadata',
  idp: 'Identity provider',
  entityId: 'Entity ID',
  entraTenant: 'Entra tenant',
  ssoRedirect: 'Sign-in (HTTP-Redirect)',
  ssoPost: 'Sign-in (HTTP-POST)',
  sloRedirect: 'Sign-out (HTTP-Redirect)',
  sloPost: 'Sign-out (HTTP-POST)',
  metadataUrl: 'Metadata URL',
  metadataSource: 'Metadata of the identity provider',
  metadataByHand:
    'It was imported from a file. When the identity provider changes its certificate, somebody has to import it again.',
  metadataSignedBy: 'Must be signed by (SHA-256)',
  metadataChecked: 'Last checked (UTC)',
  metadataGood: 'Last good answer (UTC)',
  metadataProblem: 'Problem',
  metadataFresh: 'Refreshes itself',
  metadataFailed: 'The last refresh failed',
  metadataStale: (days: number) => `No good answer for more than ${days.toString()} days`,
  never: 'Never',
  version: 'Version',
  updated: 'Changed (UTC)',
  certificates: 'Signing certificates',
  certificatesText:
    'A response is believed if any of these verifies its signature. One that has expired still does: it is trusted because the identity provider publishes it.',
  noCertificates: 'No certificates',
  noCertificatesText: 'Without one no response can be verified.',
  fingerprint: 'SHA-256',
  key: 'Key',
  validity: 'Valid (UTC)',
  policies: 'Rules of this connection',
  changeRules: 'Change the rules',
  subjectSource: 'People are recognised by',
  signedElement: 'Must be signed',
  signedElements: SIGNED_ELEMENTS,
  clockSkew: 'Clocks may differ by',
  seconds: (count: number) => `${count.toString()} seconds`,
  overage: 'Too many groups to send',
  overages: OVERAGES,
  adoption: 'Adopts existing accounts by user name until (UTC)',
  jit: 'Unknown people',
  jitOn: 'Get an account at their first sign-in',
  jitOff: 'Are refused',
  noMatch: 'People whom no rule gives a role',
  noMatchRefused: 'Are refused',
  noMatchRole: 'Get the role',
  noMatchNothing: 'Come in without a role',
  rules: 'Mapping rules',
  rulesCaption: 'Mapping rules: who gets which role',
  ruleSource: 'When',
  ruleSources: { group: 'Group', app_role: 'App role', attribute: 'Attribute' },
  ruleValue: 'Is',
  ruleRole: 'Role',
  noRules: 'No mapping rules',
  noRulesText: 'Everybody gets the default role.',
  daysLeft: (days: number) => (days === 1 ? '1 day left' : `${days.toString()} days left`),
  lastDay: 'Ends within a day',
  expired: (days: number) =>
    days === 1 ? 'Expired 1 day ago' : `Expired ${days.toString()} days ago`,
  expiredToday: 'Expired today',
  notYet: 'Not valid yet',
} as const;

/** The form for its rules; the fields are the settings that it changes. */
export const connectionRules = {
  title: 'Rules of the connection',
  intro: 'They hold from the next sign-in on, and every change is in the audit log.',
  notSaved: 'Nothing was saved',
  changedMeanwhile:
    'Somebody else changed the connection since you opened this page. Below are your values: compare them, then save again.',
  save: 'Save',
  cancel: 'Cancel',
  fields: {
    signed_element: {
      label: 'Must be signed',
      hint: 'Entra: SAML certificates › Signing option.',
      choices: SIGNED_ELEMENTS,
    },
    encryption: {
      label: 'Encryption of assertions',
      hint: 'Give the identity provider the encryption certificate of our metadata before you require it.',
      choices: { optional: 'As the identity provider likes', required: 'Required' },
    },
    sha1_until: {
      label: 'SHA-1 signatures are taken until',
      hint: 'A date such as 2027-03-31, or none. Only for an identity provider that cannot sign with SHA-256.',
    },
    clock_skew_seconds: {
      label: 'Clocks may differ by (seconds)',
      hint: '0 to 300.',
    },
    groups_overage: {
      label: 'Too many groups to send',
      hint: 'Entra sends a link in place of more than 150 groups.',
      choices: OVERAGES,
    },
    name_id_format: {
      label: 'Name ID format asked for',
      hint: 'With Entra it overrides what the portal says.',
      choices: {
        none: 'None: the identity provider decides',
        persistent: 'Persistent',
        transient: 'Transient',
        emailAddress: 'E-mail address',
        unspecified: 'Unspecified',
      },
    },
    authn_context: {
      label: 'Authentication context asked for',
      hint: 'None, or class URIs with blanks between. Entra refuses whoever signed in another way (AADSTS75011).',
    },
    force_authn: {
      label: 'Everybody authenticates anew at every sign-in',
      hint: 'Whatever session they have at the identity provider.',
      choices: YES_OR_NO,
    },
    login_hint: {
      label: 'Hand the login_hint of links on to the identity provider',
      hint: 'It fills in the name.',
      choices: YES_OR_NO,
    },
    sign_requests: {
      label: 'Sign our requests',
      hint: 'Entra: upload our certificate under Verification certificates; its Test button stops working then.',
      choices: YES_OR_NO,
    },
    idp_initiated: {
      label: 'A sign-in that the identity provider starts',
      hint: 'Better than asking: the Sign on URL in its settings.',
      choices: { off: 'Starts again from here', confirm: 'Asks the person to confirm' },
    },
    single_logout: {
      label: 'Sign-out here signs out at the identity provider, too',
      hint: 'Where its metadata says how.',
      choices: YES_OR_NO,
    },
  },
} as const;

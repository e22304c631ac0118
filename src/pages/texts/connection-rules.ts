/** The form for the rules of a connection; its fields are the settings that the form changes. English, as all of administration. */
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
      choices: {
        either: 'The response or the assertion',
        assertion: 'The assertion',
        response: 'The response',
        both: 'The response and the assertion',
      },
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
      choices: { keep: 'Keep the last known roles', refuse: 'Refuse the sign-in' },
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
      choices: { off: 'No', on: 'Yes' },
    },
    login_hint: {
      label: 'Hand the login_hint of links on to the identity provider',
      hint: 'It fills in the name.',
      choices: { off: 'No', on: 'Yes' },
    },
    sign_requests: {
      label: 'Sign our requests',
      hint: 'Entra: upload our certificate under Verification certificates; its Test button stops working then.',
      choices: { off: 'No', on: 'Yes' },
    },
    idp_initiated: {
      label: 'A sign-in that the identity provider starts',
      hint: 'Better than asking: the Sign on URL in its settings.',
      choices: { off: 'Starts again from here', confirm: 'Asks the person to confirm' },
    },
    single_logout: {
      label: 'Sign-out here signs out at the identity provider, too',
      hint: 'Where its metadata says how.',
      choices: { on: 'Yes', off: 'No' },
    },
  },
} as const;

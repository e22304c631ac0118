import type { SignatureHash } from './xml-signature.ts';

/** What an administrator chooses for one application in Entra's portal. */
export interface AppSettings {
  readonly signedElement: 'assertion' | 'response' | 'both';
  readonly signatureHash: SignatureHash;
  /** `overage` sends the link for everyone who is in a group, as if there were too many. */
  readonly groups: 'ids' | 'names' | 'overage' | 'none';
  readonly nameIdSource: 'userprincipalname' | 'mail' | 'objectid' | 'persistent';
}

export const defaultSettings: AppSettings = {
  signedElement: 'assertion',
  signatureHash: 'sha256',
  groups: 'ids',
  nameIdSource: 'userprincipalname',
};

export const choices = {
  signedElement: {
    assertion: 'Sign SAML assertion',
    response: 'Sign SAML response',
    both: 'Sign SAML response and assertion',
  },
  signatureHash: { sha256: 'SHA-256', sha1: 'SHA-1' },
  groups: {
    ids: 'Group ids',
    names: 'Group names',
    overage: 'Link instead of groups (overage)',
    none: 'No groups claim',
  },
  nameIdSource: {
    userprincipalname: 'user.userprincipalname',
    mail: 'user.mail',
    objectid: 'user.objectid',
    persistent: 'Persistent, pairwise',
  },
} as const satisfies { [Name in keyof AppSettings]: Record<AppSettings[Name], string> };

/** Settings out of a form or a file: what is missing or unknown stays as it was. */
export function readSettings(
  given: (name: keyof AppSettings) => unknown,
  before: AppSettings,
): AppSettings {
  return {
    signedElement: pick(choices.signedElement, given('signedElement'), before.signedElement),
    signatureHash: pick(choices.signatureHash, given('signatureHash'), before.signatureHash),
    groups: pick(choices.groups, given('groups'), before.groups),
    nameIdSource: pick(choices.nameIdSource, given('nameIdSource'), before.nameIdSource),
  };
}

function pick<Choice extends string>(
  among: Record<Choice, string>,
  given: unknown,
  otherwise: Choice,
): Choice {
  return (Object.keys(among) as Choice[]).find((choice) => choice === given) ?? otherwise;
}

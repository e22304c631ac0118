import {
  ALL_EMPLOYEES,
  ARCHIVE_TEAM,
  IMAGEN_ADMINISTRATORS,
  IMAGEN_EDITORS,
  IMAGEN_VIEWERS,
  manyGroups,
  type Group,
} from './groups.ts';

export type AuthenticationMethod = 'password' | 'x509';

export interface Account {
  readonly objectId: string;
  readonly userPrincipalName: string;
  /** What user.userprincipalname puts into a claim; for some guests that is the mail (Entra: claims mapping for B2B). */
  readonly userPrincipalNameInClaims: string;
  readonly displayName: string;
  readonly givenName: string | null;
  readonly surname: string | null;
  readonly mail: string | null;
  readonly groups: readonly Group[];
  /** Values of application roles. */
  readonly appRoles: readonly string[];
  /** Assigned to the applications; who is not meets AADSTS50105. */
  readonly isAssigned: boolean;
  readonly authenticatedBy: AuthenticationMethod;
  readonly usedSecondFactor: boolean;
  /** The identity provider a guest comes from, null for the tenant's own people. */
  readonly homeIdentityProvider: string | null;
  /** What this account is here to show, for the account picker. */
  readonly shows: string;
}

const MEMBER = {
  givenName: null,
  surname: null,
  mail: null,
  groups: [],
  appRoles: [],
  isAssigned: true,
  authenticatedBy: 'password',
  usedSecondFactor: true,
  homeIdentityProvider: null,
} as const;

/** Object ids end in the number of the account; the first is the one of the guide's test user. */
function objectId(number: number): string {
  return `c0ffee00-2222-4b4b-9c9c-1b2c3d4e5f${String(59 + number)}`;
}

function member(
  account: Partial<Account> &
    Pick<Account, 'objectId' | 'userPrincipalName' | 'displayName' | 'shows'>,
): Account {
  return { ...MEMBER, userPrincipalNameInClaims: account.userPrincipalName, ...account };
}

export const accounts: readonly Account[] = [
  member({
    objectId: objectId(1),
    userPrincipalName: 'B.Simon@acme.example',
    displayName: 'Britta Simon',
    givenName: 'Britta',
    surname: 'Simon',
    mail: 'britta.simon@acme.example',
    groups: [IMAGEN_EDITORS, ALL_EMPLOYEES],
    shows: 'The test user of the guide: an editor',
  }),
  member({
    objectId: objectId(2),
    userPrincipalName: 'Adele.Vance@acme.example',
    displayName: 'Adele Vance',
    givenName: 'Adele',
    surname: 'Vance',
    mail: 'adele.vance@acme.example',
    groups: [IMAGEN_ADMINISTRATORS],
    shows: 'An administrator of Imagen',
  }),
  member({
    objectId: objectId(3),
    userPrincipalName: 'Nils.Berg@acme.example',
    displayName: 'Nils Berg',
    givenName: 'Nils',
    surname: 'Berg',
    groups: [IMAGEN_VIEWERS],
    shows: 'Has no mail address',
  }),
  member({
    objectId: objectId(4),
    userPrincipalName: 'alice_partner.example#EXT#@acme.onmicrosoft.example',
    displayName: 'Alice Moreau (Partner)',
    mail: 'alice@partner.example',
    groups: [IMAGEN_VIEWERS],
    homeIdentityProvider: 'https://login.partner.example/saml',
    shows: 'A guest through another company’s SAML',
  }),
  member({
    objectId: objectId(5),
    userPrincipalName: 'bayo_fabrikam.example#EXT#@acme.onmicrosoft.example',
    userPrincipalNameInClaims: 'bayo@fabrikam.example',
    displayName: 'Bayo Adeyemi (Fabrikam)',
    givenName: 'Bayo',
    surname: 'Adeyemi',
    mail: 'bayo@fabrikam.example',
    groups: [IMAGEN_VIEWERS],
    homeIdentityProvider: 'https://sts.windows.net/77777777-7777-4777-8777-777777777777/',
    shows: 'A guest from another Entra tenant',
  }),
  member({
    objectId: objectId(6),
    userPrincipalName: 'Chiara.Rossi@acme.example',
    displayName: 'Chiara Rossi',
    givenName: 'Chiara',
    surname: 'Rossi',
    mail: 'chiara.rossi@acme.example',
    groups: [IMAGEN_EDITORS, IMAGEN_VIEWERS, ARCHIVE_TEAM],
    appRoles: ['Editor'],
    authenticatedBy: 'x509',
    shows: 'Is in 3 groups, has an app role, signs in with a certificate',
  }),
  member({
    objectId: objectId(7),
    userPrincipalName: 'Dana.Okafor@acme.example',
    displayName: 'Dana Okafor',
    givenName: 'Dana',
    surname: 'Okafor',
    mail: 'dana.okafor@acme.example',
    groups: [IMAGEN_EDITORS, ...manyGroups(159)],
    shows: 'Is in 160 groups: too many for an assertion',
  }),
  member({
    objectId: objectId(8),
    userPrincipalName: 'Emil.Novak@acme.example',
    displayName: 'Emil Novák',
    givenName: 'Emil',
    surname: 'Novák',
    mail: 'emil.novak@acme.example',
    usedSecondFactor: false,
    shows: 'Is in no group, used no second factor',
  }),
  member({
    objectId: objectId(9),
    userPrincipalName: 'Faye.Lindqvist@acme.example',
    displayName: 'Faye Lindqvist',
    givenName: 'Faye',
    surname: 'Lindqvist',
    mail: 'faye.lindqvist@acme.example',
    groups: [ALL_EMPLOYEES],
    isAssigned: false,
    shows: 'Is not assigned to the application',
  }),
];

/** By object id or user principal name, in any case. */
export function findAccount(idOrName: string): Account | null {
  const wanted = idOrName.toLowerCase();
  const found = accounts.find(
    (account) => account.objectId === wanted || account.userPrincipalName.toLowerCase() === wanted,
  );
  return found ?? null;
}

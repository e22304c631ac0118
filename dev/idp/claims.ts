import type { Account } from './accounts.ts';
import { MOST_GROUPS_IN_ASSERTION } from './groups.ts';
import type { AppSettings } from './settings.ts';

export interface Claim {
  readonly name: string;
  readonly values: readonly string[];
}

const MICROSOFT = 'http://schemas.microsoft.com';
const XMLSOAP = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims';
const METHODS = `${MICROSOFT}/ws/2008/06/identity/authenticationmethod`;

export const claimNames = {
  tenantId: `${MICROSOFT}/identity/claims/tenantid`,
  objectId: `${MICROSOFT}/identity/claims/objectidentifier`,
  displayName: `${MICROSOFT}/identity/claims/displayname`,
  identityProvider: `${MICROSOFT}/identity/claims/identityprovider`,
  authenticationMethods: `${MICROSOFT}/claims/authnmethodsreferences`,
  groupsLink: `${MICROSOFT}/claims/groups.link`,
  role: `${MICROSOFT}/ws/2008/06/identity/claims/role`,
  givenName: `${XMLSOAP}/givenname`,
  surname: `${XMLSOAP}/surname`,
  emailAddress: `${XMLSOAP}/emailaddress`,
  name: `${XMLSOAP}/name`,
  imagenMail: 'urn:oid:0.9.2342.19200300.100.1.3',
  imagenTargetedId: 'urn:oid:1.3.6.1.4.1.5923.1.1.1.10',
  groups: 'Groups',
} as const;

/** The attributes of an assertion, in Entra's order. An attribute whose source is empty is not sent at all. */
export function claimsOf(
  account: Account,
  app: { readonly tenantId: string; readonly entityId: string; readonly settings: AppSettings },
): Claim[] {
  const claims: [string, readonly (string | null)[]][] = [
    [claimNames.tenantId, [app.tenantId]],
    [claimNames.objectId, [account.objectId]],
    [claimNames.displayName, [account.displayName]],
    ...groupClaims(account, app.tenantId, app.settings.groups),
    [claimNames.identityProvider, [account.homeIdentityProvider ?? app.entityId]],
    [claimNames.authenticationMethods, authenticationMethods(account)],
    [claimNames.role, account.appRoles],
    [claimNames.givenName, [account.givenName]],
    [claimNames.surname, [account.surname]],
    [claimNames.emailAddress, [account.mail]],
    [claimNames.name, [account.userPrincipalNameInClaims]],
    [claimNames.imagenMail, [account.mail]],
    [claimNames.imagenTargetedId, [account.userPrincipalNameInClaims]],
  ];
  return claims
    .map(([name, values]) => ({ name, values: values.filter((value) => value !== null) }))
    .filter((claim) => claim.values.length > 0);
}

function authenticationMethods(account: Account): string[] {
  const first = `${METHODS}/${account.authenticatedBy}`;
  return account.usedSecondFactor ? [first, `${MICROSOFT}/claims/multipleauthn`] : [first];
}

/** Too many groups: a link in their place (Entra: groups overage). */
function groupClaims(
  account: Account,
  tenantId: string,
  choice: AppSettings['groups'],
): [string, readonly string[]][] {
  if (choice === 'none' || account.groups.length === 0) return [];
  if (choice === 'overage' || account.groups.length > MOST_GROUPS_IN_ASSERTION) {
    const link = `https://graph.windows.net/${tenantId}/users/${account.objectId}/getMemberObjects`;
    return [[claimNames.groupsLink, [link]]];
  }
  return [[claimNames.groups, account.groups.map((group) => groupValue(group, choice))]];
}

function groupValue(group: Account['groups'][number], choice: 'ids' | 'names'): string {
  return choice === 'ids' ? group.id : group.name;
}

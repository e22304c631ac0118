/** How claims are called. Entra's own; the urn:oid ones are those of eduPerson and inetOrgPerson. */
const SOAP = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/';
const ENTRA = 'http://schemas.microsoft.com/identity/claims/';

export const ENTRA_TENANT_ID = `${ENTRA}tenantid`;
export const ENTRA_IDENTITY_PROVIDER = `${ENTRA}identityprovider`;
export const ENTRA_AUTHN_METHODS = 'http://schemas.microsoft.com/claims/authnmethodsreferences';

/** For each field the names that carry it, best first. An administrator may clear a claim's namespace: hence the bare ones. */
export const NAMES = {
  /** In Imagen's gallery application this one carries the user principal name, whatever its own name says. */
  alias: ['urn:oid:1.3.6.1.4.1.5923.1.1.1.10', `${SOAP}name`, 'name'],
  name: [`${SOAP}name`, 'name'],
  email: ['urn:oid:0.9.2342.19200300.100.1.3', `${SOAP}emailaddress`, 'emailaddress'],
  displayName: [`${ENTRA}displayname`, 'displayname', 'urn:oid:2.16.840.1.113730.3.1.241'],
  givenName: [`${SOAP}givenname`, 'givenname', 'urn:oid:2.5.4.42'],
  surname: [`${SOAP}surname`, 'surname', 'urn:oid:2.5.4.4'],
} as const satisfies Record<string, readonly string[]>;

const ENTRA_GROUPS = 'http://schemas.microsoft.com/ws/2008/06/identity/claims/groups';
const ENTRA_ROLE = 'http://schemas.microsoft.com/ws/2008/06/identity/claims/role';

/** `Groups`, bare or under a namespace that the administrator chose; or Entra's own name for it. */
export function isGroupsName(name: string): boolean {
  return name === 'Groups' || name.endsWith('/Groups') || name === ENTRA_GROUPS;
}

/** Entra: sent instead of the groups when there are too many. Its name under a custom groups claim is not documented. */
export function isGroupsLinkName(name: string): boolean {
  return name.toLowerCase().endsWith('groups.link');
}

/** App roles (user.assignedroles). */
export function isAppRoleName(name: string): boolean {
  return name === ENTRA_ROLE || name === 'role' || name === 'Roles';
}

/** Groups of the look-alike's directory. Their ids are fixed, so that a demo can map them to roles. */
export interface Group {
  readonly id: string;
  readonly name: string;
}

export const IMAGEN_ADMINISTRATORS = {
  id: '11111111-aaaa-4aaa-8aaa-000000000001',
  name: 'Imagen Administrators',
} as const satisfies Group;

export const IMAGEN_EDITORS = {
  id: '11111111-aaaa-4aaa-8aaa-000000000002',
  name: 'Imagen Editors',
} as const satisfies Group;

export const IMAGEN_VIEWERS = {
  id: '11111111-aaaa-4aaa-8aaa-000000000003',
  name: 'Imagen Viewers',
} as const satisfies Group;

export const ALL_EMPLOYEES = {
  id: '11111111-aaaa-4aaa-8aaa-000000000010',
  name: 'All Employees',
} as const satisfies Group;

export const ARCHIVE_TEAM = {
  id: '11111111-aaaa-4aaa-8aaa-000000000011',
  name: 'Archive & Restoration <Tape Vault>',
} as const satisfies Group;

/** Entra: more than 150 groups do not go into a SAML assertion. */
export const MOST_GROUPS_IN_ASSERTION = 150;

/** So many groups that the assertion carries a link in place of them. */
export function manyGroups(count: number): Group[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `22222222-bbbb-4bbb-8bbb-${String(index + 1).padStart(12, '0')}`,
    name: `Production ${String(index + 1).padStart(3, '0')}`,
  }));
}

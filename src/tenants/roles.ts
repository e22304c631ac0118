/** The roles of Imagen that a group, a default or a grant may give, most powerful first. `operator` is never one of them. */
export const ROLES = ['administrator', 'editor', 'contributor', 'viewer'] as const;

export type Role = (typeof ROLES)[number];

export function isRole(text: string): text is Role {
  return (ROLES as readonly string[]).includes(text);
}

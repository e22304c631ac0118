/** The fields of a person that follow the identity provider. */
export interface Person {
  /** The alias: in Entra the user principal name. Shown and searched by, never a key. */
  readonly subject: string | null;
  readonly email: string | null;
  readonly displayName: string;
  readonly givenName: string | null;
  readonly surname: string | null;
}

/** For search: the one way in which aliases and e-mail addresses are written in small letters. */
export function lowerCase(text: string): string {
  return text.toLowerCase();
}

type Named = Pick<Person, 'subject' | 'email' | 'displayName'>;

/** What people read: the alias, else the e-mail address, else the name. */
export function labelOf(person: Named): string {
  return person.subject ?? person.email ?? person.displayName;
}

/** The same in small letters: what support searches by. */
export function personOf(person: Named): string {
  return lowerCase(labelOf(person));
}

/** What a verified assertion says, before anything of it is understood. Values are as sent, in document order. */
export interface AssertedClaims {
  /** Attribute name -> values; attributes of one name are merged. */
  readonly attributes: ReadonlyMap<string, readonly string[]>;
  readonly nameId: NameId | null;
}

export interface NameId {
  readonly value: string;
  /** Null: the element has no Format, which SAML core 8.3.1 reads as unspecified. */
  readonly format: string | null;
}

export const PERSISTENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent';
export const TRANSIENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient';

/** Values of all attributes whose name `isMeant` accepts, blanks of XML around them removed, empty ones dropped. */
export function valuesOf(
  claims: AssertedClaims,
  isMeant: (name: string) => boolean,
): readonly string[] {
  const names = [...claims.attributes.keys()].filter(isMeant);
  return names.flatMap((name) => valuesNamed(claims, name));
}

/** The same of the attribute of one name. */
export function valuesNamed({ attributes }: AssertedClaims, name: string): readonly string[] {
  return (attributes.get(name) ?? []).map(trimXmlBlanks).filter((value) => value !== '');
}

/** Only what XML itself calls white space: pretty-printing adds it. Any other blank is part of the value. */
export function trimXmlBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  // By hand: a pattern for the end tries every run of blanks inside a hostile value to its end.
  while (start < end && isXmlBlank(text.charCodeAt(start))) start += 1;
  while (end > start && isXmlBlank(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

function isXmlBlank(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0d || code === 0x0a;
}

/** Line breaks, controls, halves of surrogate pairs: no identifier and no name has them. */
export function hasForbiddenCharacters(text: string): boolean {
  return /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(text);
}

/** For facts and names to show, never for identifiers. Never leaves half of a surrogate pair. */
export function clip(text: string, maxLength: number): string {
  return text.slice(0, maxLength).replace(/\p{Cs}$/u, '');
}

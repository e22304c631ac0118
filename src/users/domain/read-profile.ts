import { accept, type Decision, refuse } from '../../errors/index.js';
import {
  type AssertedClaims,
  clip,
  hasForbiddenCharacters,
  TRANSIENT,
  trimXmlBlanks,
  valuesNamed,
  valuesOf,
} from './asserted-claims.js';
import {
  ENTRA_AUTHN_METHODS,
  ENTRA_IDENTITY_PROVIDER,
  ENTRA_TENANT_ID,
  isAppRoleName,
  NAMES,
} from './claim-names.js';
import { labelOf, lowerCase, type Person } from './person.js';
import { type GroupsClaim, readGroups } from './read-groups.js';
import { readStableId } from './read-stable-id.js';

/** What the assertion says of a person: verified, but not yet ours. */
export interface ClaimedProfile {
  readonly stableId: string;
  readonly person: Person;
  readonly groups: GroupsClaim;
  readonly appRoles: readonly string[];
  /** Whatever came, for mapping rules on attributes. */
  readonly attributes: AssertedClaims['attributes'];
  /** The alias where an attribute carried it: only that one may be a user principal name. */
  readonly upn: string | null;
  /** Entra: where the person's account lives; for a guest another tenant or provider than the issuer. */
  readonly homeIdentityProvider: string | null;
  readonly authnMethods: readonly string[];
  /** The fields of which a value was left out, for the record. */
  readonly notes: readonly string[];
}

export interface ProfileRules {
  readonly subjectSource: string;
  readonly entraTenantId: string | null;
}

/** The columns' lengths. What does not fit is left out, never cut: a cut value may be somebody else's. */
const MAX_LENGTH = {
  subject: 512,
  email: 320,
  displayName: 512,
  name: 512,
  givenName: 256,
  surname: 256,
} as const;
const MAX_FACT_LENGTH = 300;

/** Every refusal carries `person`, as far as the response told it, so that support finds the attempt by it. */
export function readProfile(claims: AssertedClaims, rules: ProfileRules): Decision<ClaimedProfile> {
  const notes: string[] = [];
  const alias = readAlias(claims, notes);
  const known = alias.value === null ? {} : { person: lowerCase(alias.value) };

  const foreign = foreignEntraTenant(claims, rules.entraTenantId);
  if (foreign !== null) return refuse('entra_tenant_mismatch', { ...foreign, ...known });
  const stableId = readStableId(claims, rules.subjectSource);
  if (!stableId.accepted) return refuse(stableId.code, { ...stableId.facts, ...known });

  const groups = readGroups(claims);
  const person = readPerson(claims, alias.value, stableId.value, notes);
  return accept({
    stableId: stableId.value,
    person,
    groups: groups.groups,
    appRoles: [...new Set(valuesOf(claims, isAppRoleName))],
    attributes: claims.attributes,
    upn: alias.isAttribute ? alias.value : null,
    homeIdentityProvider: factOf(claims, ENTRA_IDENTITY_PROVIDER)[0] ?? null,
    authnMethods: factOf(claims, ENTRA_AUTHN_METHODS),
    notes: [...notes, ...groups.notes],
  });
}

/** Whom the response is about, to be shown before anything is decided; empty where it gives no more than an identifier. */
export function describeClaimed(claims: AssertedClaims): string {
  const person = readPerson(claims, readAlias(claims, []).value, '', []);
  const label = labelOf(person);
  return label === person.displayName ? label : `${person.displayName} (${label})`;
}

/** The assertion was made for the application of one Entra tenant; GUIDs are numbers, so their case says nothing. */
function foreignEntraTenant(
  claims: AssertedClaims,
  expected: string | null,
): Record<string, string> | null {
  if (expected === null) return null;
  const sent = valuesNamed(claims, ENTRA_TENANT_ID);
  const foreign = sent.find((value) => value.toLowerCase() !== expected.toLowerCase());
  return foreign === undefined ? null : { expected, found: clip(foreign, MAX_FACT_LENGTH) };
}

function readAlias(
  claims: AssertedClaims,
  notes: string[],
): { readonly value: string | null; readonly isAttribute: boolean } {
  const sent = firstUsable(claims, NAMES.alias, MAX_LENGTH.subject, 'subject', notes);
  if (sent !== null) return { value: sent, isAttribute: true };
  return { value: nameIdAsText(claims), isAttribute: false };
}

function readPerson(
  claims: AssertedClaims,
  subject: string | null,
  stableId: string,
  notes: string[],
): Person {
  const read = (field: Exclude<keyof typeof NAMES, 'alias'>): string | null =>
    firstUsable(claims, NAMES[field], MAX_LENGTH[field], field, notes);
  const [email, givenName, surname] = [read('email'), read('givenName'), read('surname')];
  const fullName = [givenName, surname].filter((name) => name !== null).join(' ');
  const names = [read('displayName'), fullName, read('name'), subject, nameIdAsText(claims), email];
  const displayName = names.find((name) => name !== null && isUsable(name, MAX_LENGTH.displayName));
  return {
    subject,
    email,
    // A name to show, not an identifier: here, and only here, cutting does no harm.
    displayName: displayName ?? clip(stableId, MAX_LENGTH.displayName),
    givenName,
    surname,
  };
}

/** A transient name ID is another one every time: it names nobody. */
function nameIdAsText({ nameId }: AssertedClaims): string | null {
  if (!nameId || nameId.format === TRANSIENT) return null;
  const value = trimXmlBlanks(nameId.value);
  return isUsable(value, MAX_LENGTH.subject) ? value : null;
}

/** The first value that fits, names in their order. Notes when one had to be passed over. */
function firstUsable(
  claims: AssertedClaims,
  names: readonly string[],
  maxLength: number,
  note: string,
  notes: string[],
): string | null {
  for (const wanted of names) {
    const values = valuesNamed(claims, wanted);
    const usable = values.find((value) => isUsable(value, maxLength));
    if (usable !== undefined) return usable;
    if (values.length > 0 && !notes.includes(note)) notes.push(note);
  }
  return null;
}

/** Its small letters must fit as well: `İ` in small letters is longer than itself. */
function isUsable(value: string, maxLength: number): boolean {
  return (
    value !== '' &&
    value.length <= maxLength &&
    lowerCase(value).length <= maxLength &&
    !hasForbiddenCharacters(value)
  );
}

/** For the record only: short, at most ten. */
function factOf(claims: AssertedClaims, wanted: string): readonly string[] {
  return valuesNamed(claims, wanted)
    .slice(0, 10)
    .map((value) => clip(value, MAX_FACT_LENGTH));
}

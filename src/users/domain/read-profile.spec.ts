import { describe, expect, it } from '@jest/globals';
import { type NameId, TRANSIENT } from './asserted-claims.js';
import { type ClaimedProfile, readProfile } from './read-profile.js';

const SOAP = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/';
const MS = 'http://schemas.microsoft.com/identity/claims/';
const ROLE = 'http://schemas.microsoft.com/ws/2008/06/identity/claims/role';
const UPN = 'urn:oid:1.3.6.1.4.1.5923.1.1.1.10';
const MAIL = 'urn:oid:0.9.2342.19200300.100.1.3';
const TENANT = '5e2b1f0a-54b6-4c6e-8b3e-0f7f6a3f5f11';
const RULES = { subjectSource: 'attribute:id', entraTenantId: TENANT };

type Sent = Record<string, string | readonly string[]>;

const decide = (sent: Sent, nameId: NameId | null = null) => {
  const attributes = new Map(
    Object.entries({ id: 'stable-1', ...sent }).map(
      ([name, value]): [string, readonly string[]] => [
        name,
        typeof value === 'string' ? [value] : value,
      ],
    ),
  );
  return readProfile({ attributes, nameId }, RULES);
};
const read = (sent: Sent, nameId: NameId | null = null): ClaimedProfile => {
  const decision = decide(sent, nameId);
  if (!decision.accepted) throw new Error(decision.code);
  return decision.value;
};
const named = (value: string, format: string | null = null): NameId => ({ value, format });

describe('the alias', () => {
  it.each([
    { given: 'the gallery’s attribute', sent: { [UPN]: 'a@x', [`${SOAP}name`]: 'b@x' }, is: 'a@x' },
    { given: 'the name claim', sent: { [`${SOAP}name`]: 'b@x' }, is: 'b@x' },
    { given: 'the name claim without namespace', sent: { name: 'b@x' }, is: 'b@x' },
    { given: 'only the name ID', sent: {}, is: 'n@x' },
    { given: 'an empty attribute', sent: { [UPN]: ' ' }, is: 'n@x' },
    { given: 'one that is too long', sent: { [UPN]: `${'a'.repeat(512)}@` }, is: 'n@x' },
  ])('$given: $is', ({ sent, is }) => {
    expect(read(sent, named('n@x')).person.subject).toBe(is);
  });

  it('is never a transient name ID', () => {
    const { person } = read({}, named('_random', TRANSIENT));
    expect(person).toMatchObject({ subject: null, displayName: 'stable-1' });
  });

  it('counts as a user principal name only from an attribute', () => {
    expect(read({ [UPN]: 'a@x' }, named('n@x')).upn).toBe('a@x');
    expect(read({}, named('n@x')).upn).toBeNull();
  });
});

describe('the person', () => {
  it.each([
    { given: 'the gallery’s attribute', sent: { [MAIL]: 'a@x' }, is: 'a@x' },
    { given: 'Entra’s default claim', sent: { [`${SOAP}emailaddress`]: 'b@x' }, is: 'b@x' },
    { given: 'none', sent: {}, is: null },
    {
      given: 'several values, of which the first counts',
      sent: { [MAIL]: ['a@x', 'b@x'] },
      is: 'a@x',
    },
  ])('e-mail, $given: $is', ({ sent, is }) => {
    expect(read(sent).person.email).toBe(is);
  });

  const full = { [`${SOAP}givenname`]: 'Ann', [`${SOAP}surname`]: 'Lee' };
  it.each([
    { given: 'its claim', sent: { ...full, [`${MS}displayname`]: 'Ann L.' }, is: 'Ann L.' },
    { given: 'given name and surname', sent: { ...full, [`${SOAP}name`]: 'ann@x' }, is: 'Ann Lee' },
    { given: 'the surname alone', sent: { [`${SOAP}surname`]: 'Lee' }, is: 'Lee' },
    { given: 'the name claim', sent: { [`${SOAP}name`]: 'ann', [UPN]: 'a@x' }, is: 'ann' },
    { given: 'the alias', sent: { [UPN]: 'a@x' }, is: 'a@x' },
    { given: 'the name ID', sent: {}, is: 'n@x' },
  ])('display name from $given: $is', ({ sent, is }) => {
    expect(read(sent, named('n@x')).person.displayName).toBe(is);
  });

  it('leaves out what does not fit, and says so; nothing is cut', () => {
    const profile = read({
      [UPN]: 'a@x',
      [MAIL]: 'x'.repeat(321),
      [`${SOAP}givenname`]: 'a\u0000b',
      [`${SOAP}surname`]: 'x'.repeat(257),
    });
    expect(profile.person).toEqual({
      subject: 'a@x',
      email: null,
      displayName: 'a@x',
      givenName: null,
      surname: null,
    });
    expect(profile.notes).toEqual(['email', 'givenName', 'surname']);
  });

  it('what is longer in small letters must fit so, too', () => {
    expect(read({ [MAIL]: 'İ'.repeat(320) }).person.email).toBeNull();
  });
});

describe('Entra’s tenant', () => {
  const tenantid = `${MS}tenantid`;

  it.each([
    { given: 'ours', sent: { [tenantid]: TENANT }, outcome: 'accepted' },
    { given: 'ours in capitals', sent: { [tenantid]: TENANT.toUpperCase() }, outcome: 'accepted' },
    { given: 'not told', sent: {}, outcome: 'accepted' },
    { given: 'another', sent: { [tenantid]: 'other' }, outcome: 'entra_tenant_mismatch' },
    {
      given: 'ours and another',
      sent: { [tenantid]: [TENANT, 'b'] },
      outcome: 'entra_tenant_mismatch',
    },
  ])('$given: $outcome', ({ sent, outcome }) => {
    const decision = decide(sent);
    expect(decision.accepted ? 'accepted' : decision.code).toBe(outcome);
  });

  it('is not looked at where the connection has none', () => {
    const attributes = new Map([
      ['id', ['stable-1']],
      [tenantid, ['other']],
    ]);
    const rules = { ...RULES, entraTenantId: null };
    expect(readProfile({ attributes, nameId: null }, rules).accepted).toBe(true);
  });
});

describe('what else is read', () => {
  it('app roles under each of their names, each once', () => {
    expect(read({ [ROLE]: ['A', ' B '], role: 'B', Roles: 'C' }).appRoles).toEqual(['A', 'B', 'C']);
  });

  it('home provider and authentication methods, for the record', () => {
    const mfa = 'http://schemas.microsoft.com/claims/multipleauthn';
    const profile = read({
      [`${MS}identityprovider`]: 'live.com',
      'http://schemas.microsoft.com/claims/authnmethodsreferences': [mfa],
    });
    expect(profile).toMatchObject({ homeIdentityProvider: 'live.com', authnMethods: [mfa] });
  });

  it('a refusal names the person as far as the response did', () => {
    expect(decide({ id: [], [UPN]: 'Ann@X' })).toMatchObject({
      code: 'subject_missing',
      facts: { person: 'ann@x' },
    });
  });

  it('a megabyte of blanks inside a value takes no time', () => {
    const value = `a${' '.repeat(1_000_000)}b`;
    expect(read({ [MAIL]: value }).person.email).toBeNull();
  });
});

import { describe, expect, it } from '@jest/globals';
import { type AssertedClaims, type NameId, PERSISTENT, TRANSIENT } from './asserted-claims.js';
import { readStableId } from './read-stable-id.js';

const OBJECT_ID = 'http://schemas.microsoft.com/identity/claims/objectidentifier';
const ATTRIBUTE = `attribute:${OBJECT_ID}`;
const ID = 'a3b2c1d0-0000-4000-8000-00000000b51a';

const claims = (values?: readonly string[], nameId: NameId | null = null): AssertedClaims => ({
  attributes: new Map(values ? [[OBJECT_ID, values]] : []),
  nameId,
});
const outcome = (asserted: AssertedClaims, source: string) => {
  const decision = readStableId(asserted, source);
  return decision.accepted ? `= ${decision.value}` : decision.code;
};

describe('the stable identifier from an attribute', () => {
  it.each([
    { given: 'one value', values: [ID], is: `= ${ID}` },
    { given: 'upper case, left as it is', values: [ID.toUpperCase()], is: `= ${ID.toUpperCase()}` },
    { given: 'blanks inside', values: ['CN=Ann Lee, O=Acme'], is: '= CN=Ann Lee, O=Acme' },
    { given: 'the longest that fits', values: ['x'.repeat(1024)], is: `= ${'x'.repeat(1024)}` },
    { given: 'one character more', values: ['x'.repeat(1025)], is: 'subject_malformed' },
    { given: 'no attribute', values: undefined, is: 'subject_missing' },
    { given: 'an attribute without values', values: [], is: 'subject_missing' },
    { given: 'two values', values: [ID, 'other'], is: 'subject_not_unique' },
    { given: 'the same value twice', values: [ID, ID], is: 'subject_not_unique' },
    { given: 'an empty value', values: [''], is: 'subject_malformed' },
    { given: 'a blank after it', values: [`${ID} `], is: 'subject_malformed' },
    { given: 'a no-break space before it', values: [`\u00a0${ID}`], is: 'subject_malformed' },
    { given: 'a line break in it', values: ['a\nb'], is: 'subject_malformed' },
    { given: 'half a character', values: ['a\ud800'], is: 'subject_malformed' },
  ])('$given: $is', ({ values, is }) => {
    expect(outcome(claims(values), ATTRIBUTE)).toBe(is);
  });

  it('is never taken from elsewhere when it lacks', () => {
    const nameId = { value: 'someone', format: PERSISTENT };
    expect(outcome(claims(undefined, nameId), ATTRIBUTE)).toBe('subject_missing');
  });

  it('is not looked for under another namespace', () => {
    const attributes = new Map([['objectidentifier', [ID]]]);
    expect(outcome({ attributes, nameId: null }, ATTRIBUTE)).toBe('subject_missing');
  });

  it('says what was sent instead, by name', () => {
    const decision = readStableId(
      { attributes: new Map([['uid', ['secret']]]), nameId: null },
      ATTRIBUTE,
    );
    expect(decision).toMatchObject({ facts: { subjectSource: ATTRIBUTE, attributesSent: 'uid' } });
  });
});

describe('the stable identifier from a persistent name ID', () => {
  it.each([
    { given: 'persistent', nameId: { value: 'p-1', format: PERSISTENT }, is: '= p-1' },
    { given: 'none', nameId: null, is: 'subject_missing' },
    { given: 'transient', nameId: { value: 't-1', format: TRANSIENT }, is: 'subject_malformed' },
    { given: 'no format', nameId: { value: 'x', format: null }, is: 'subject_missing' },
    {
      given: 'an e-mail address',
      nameId: { value: 'a@b.c', format: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress' },
      is: 'subject_missing',
    },
    { given: 'empty', nameId: { value: '', format: PERSISTENT }, is: 'subject_malformed' },
  ])('$given: $is', ({ nameId, is }) => {
    expect(outcome(claims([ID], nameId), 'persistent_name_id')).toBe(is);
  });
});

it('an unknown source is our own mistake, not a refusal', () => {
  expect(() => readStableId(claims([ID]), 'email')).toThrow('subject source');
});

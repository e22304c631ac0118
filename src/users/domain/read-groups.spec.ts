import { describe, expect, it } from '@jest/globals';
import { canonicalGroupValue, MAX_GROUPS, readGroups } from './read-groups.js';

const ENTRA = 'http://schemas.microsoft.com/ws/2008/06/identity/claims/groups';
const LINK = 'http://schemas.microsoft.com/claims/groups.link';
const URL = 'https://graph.windows.net/t/users/u/getMemberObjects';
const GUID = 'a3b2c1d0-0000-4000-8000-00000000b51a';

const read = (attributes: Record<string, readonly string[]>) =>
  readGroups({ attributes: new Map(Object.entries(attributes)), nameId: null });
const known = (...values: string[]) => ({ known: true, values });

describe('groups', () => {
  it.each([
    { given: 'no attribute', sent: {}, are: known() },
    { given: 'an attribute without values', sent: { Groups: [] }, are: known() },
    { given: 'the bare name', sent: { Groups: ['a', 'b'] }, are: known('a', 'b') },
    { given: 'any namespace', sent: { 'https://x.example/y/Groups': ['a'] }, are: known('a') },
    { given: 'Entra’s own name', sent: { [ENTRA]: ['a'] }, are: known('a') },
    { given: 'two names', sent: { Groups: ['a'], [ENTRA]: ['a', 'b'] }, are: known('a', 'b') },
    { given: 'a name that only ends alike', sent: { NotGroups: ['a'] }, are: known() },
    { given: 'blanks of pretty-printing', sent: { Groups: ['\n  a\t', ' '] }, are: known('a') },
    { given: 'an object id in capitals', sent: { Groups: [GUID.toUpperCase()] }, are: known(GUID) },
    {
      given: 'names in two cases',
      sent: { Groups: ['Staff', 'staff'] },
      are: known('Staff', 'staff'),
    },
  ])('$given', ({ sent, are }) => {
    expect(read(sent)).toEqual({ groups: are, notes: [] });
  });

  it.each([LINK, 'https://x.example/Groups.link', 'groups.link'])(
    '%s makes them unknown',
    (name) => {
      const { groups } = read({ [name]: [URL], Groups: ['a'] });
      expect(groups).toEqual({ known: false, why: 'link_instead', sent: 1 });
      expect(JSON.stringify(groups)).not.toContain('graph');
    },
  );

  it('too many are unknown, never a part of them', () => {
    const values = Array.from({ length: MAX_GROUPS + 1 }, (_, n) => `g${n}`);
    expect(read({ Groups: values }).groups).toEqual({ known: false, why: 'too_many', sent: 5001 });
    expect(read({ Groups: values.slice(1) }).groups.known).toBe(true);
  });

  it('a value that can be no group is left out, with a note', () => {
    expect(read({ Groups: ['x'.repeat(1025), 'a\u0000b', 'a'] })).toEqual({
      groups: known('a'),
      notes: ['groups'],
    });
  });
});

it('only a GUID changes its case', () => {
  expect(canonicalGroupValue(GUID.toUpperCase())).toBe(GUID);
  expect(canonicalGroupValue('ADMINS')).toBe('ADMINS');
  expect(canonicalGroupValue(`{${GUID.toUpperCase()}}`)).toBe(`{${GUID.toUpperCase()}}`);
});

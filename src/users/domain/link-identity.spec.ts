import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  adoptionObstacle,
  type AdoptionObstacle,
  type AliasHolder,
  identityHash,
  type Newcomer,
} from './link-identity.js';

const TENANT = '5e2b1f0a-54b6-4c6e-8b3e-0f7f6a3f5f11';
const ENTRA = `https://sts.windows.net/${TENANT}/`;

describe('the digest of an identity', () => {
  it('stays as it is: it is stored', () => {
    expect(identityHash('https://idp.example/', 'ann')).toBe(
      'f586e17a872c3fe0e704caf8da900c7c1932b6744fdf5498ce4f79ed32e99e54',
    );
  });

  it('no other pair of parts gives the same input', () => {
    expect(identityHash('a', 'bc')).not.toBe(identityHash('ab', 'c'));
    expect(identityHash('', '1:a')).not.toBe(identityHash('1:a', ''));
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat({ max: 20 }), (text, at) => {
        const cut = Math.min(at, text.length);
        const [left, right] = [text.slice(0, cut), text.slice(cut)];
        if (cut === 0 || !isWellFormed(left)) return;
        expect(identityHash(left, right)).not.toBe(identityHash('', text));
      }),
    );
  });

  it.each([
    ['Ann', 'ann'],
    ['ann', 'ann '],
    ['\u00e4nn', 'a\u0308nn'],
  ])('%j is not %j', (a, b) => {
    expect(identityHash(ENTRA, a)).not.toBe(identityHash(ENTRA, b));
  });
});

function isWellFormed(text: string): boolean {
  return !/\p{Cs}/u.test(text);
}

interface Case {
  readonly given: string;
  readonly who: Partial<Newcomer>;
  readonly holders?: readonly AliasHolder[];
  readonly is: AdoptionObstacle | null;
}

describe('adopting an account by its alias', () => {
  const newcomer: Newcomer = {
    upn: 'Ann@acme.com',
    homeIdentityProvider: ENTRA,
    idpEntityId: ENTRA,
    entraTenantId: TENANT,
  };
  const holder: AliasHolder = {
    idpEntityId: 'https://old.example/',
    subject: 'ann@acme.com',
    isPrivileged: false,
  };
  it.each<Case>([
    { given: 'one account of a former provider', who: {}, holders: [holder], is: null },
    { given: 'a provider that tells no home', who: { homeIdentityProvider: null }, is: null },
    {
      given: 'an entity ID with the application’s id',
      who: { idpEntityId: `${ENTRA}app/` },
      is: null,
    },
    { given: 'no user principal name', who: { upn: null }, is: 'no_upn' },
    {
      given: 'a guest',
      who: { homeIdentityProvider: 'https://sts.windows.net/other/' },
      is: 'guest',
    },
    {
      given: 'a guest of a social provider',
      who: { homeIdentityProvider: 'live.com' },
      is: 'guest',
    },
    {
      given: 'a home without a known tenant',
      who: { homeIdentityProvider: 'x', entraTenantId: null },
      is: 'guest',
    },
    { given: 'nobody', who: {}, holders: [], is: 'nobody' },
    { given: 'two accounts', who: {}, holders: [holder, holder], is: 'ambiguous' },
    {
      given: 'the same provider',
      who: {},
      holders: [{ ...holder, idpEntityId: ENTRA }],
      is: 'same_provider',
    },
    {
      given: 'an administrator',
      who: {},
      holders: [{ ...holder, isPrivileged: true }],
      is: 'privileged',
    },
    {
      given: 'a letter that only folds to the same',
      who: { upn: '\u212aate@acme.com' },
      holders: [{ ...holder, subject: 'kate@acme.com' }],
      is: 'alias_differs',
    },
  ])('$given: $is', ({ who, holders = [holder], is }) => {
    expect(adoptionObstacle({ ...newcomer, ...who }, holders)).toBe(is);
  });
});

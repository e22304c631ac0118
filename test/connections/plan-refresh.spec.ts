import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MetadataRefused } from '../../src/connections/index.js';
import { isUsableKey } from '../../src/connections/domain/judge-certificate.js';
import type { IdpMetadata, ReadCertificate } from '../../src/connections/domain/metadata.js';
import {
  type InForce,
  isEmptyPlan,
  planRefresh,
  type RefreshPlan,
} from '../../src/connections/domain/plan-refresh.js';

const NOW = Date.UTC(2026, 10, 25);
const ENTITY_ID = 'https://idp.example.com/';
const SSO = 'https://idp.example.com/sso';
const POLICY = { allowsPlainHttp: false, requiresValidUntil: false };

function certificate(name: string, more: Partial<ReadCertificate> = {}): ReadCertificate {
  return {
    sha256Hex: name.padEnd(64, '0'),
    derBase64: name,
    subject: `CN=${name}`,
    notBeforeMs: 0,
    notAfterMs: NOW * 2,
    keyType: 'rsa',
    keyBits: 2048,
    signatureHash: 'sha256',
    ...more,
  };
}

const [A, B, C] = [certificate('a'), certificate('b'), certificate('c')];
const WEAK = certificate('d', { keyBits: 1024 });

const inForce: InForce = {
  idpEntityId: ENTITY_ID,
  entraTenantId: null,
  certificates: [A],
  addresses: { ssoRedirectUrl: SSO, sloRedirectUrl: null },
};

function document(more: Partial<IdpMetadata> = {}): IdpMetadata {
  return {
    kind: 'entity',
    entityId: ENTITY_ID,
    endpoints: { sso: { 'HTTP-Redirect': [SSO] }, slo: {} },
    sloResponseUrls: {},
    certificates: [A],
    wantsSignedAuthnRequests: false,
    validUntilMs: null,
    nameIdFormats: [],
    entraTenantId: null,
    warnings: [],
    ...more,
  };
}

function plan(
  metadata: IdpMetadata,
  { policy = POLICY, has = inForce, sso = SSO } = {},
): RefreshPlan {
  const addresses = { ssoRedirectUrl: sso, sloRedirectUrl: null };
  return planRefresh(has, { metadata, addresses }, policy, NOW);
}

describe('a document that is taken over', () => {
  it('changes nothing where it says what is in force', () => {
    expect(isEmptyPlan(plan(document()))).toBe(true);
  });

  it.each([
    { given: 'a second key', certificates: [A, B], added: [B], removed: [] },
    { given: 'a key less', has: [A, B], certificates: [B], added: [], removed: [A] },
    { given: 'all keys replaced', certificates: [B, C], added: [B, C], removed: [A] },
    { given: 'a weak key beside a good one', certificates: [A, WEAK], added: [WEAK], removed: [] },
  ])('$given', ({ has = [A], certificates, added, removed }) => {
    const planned = plan(document({ certificates }), { has: { ...inForce, certificates: has } });
    expect(planned.added).toEqual(added);
    expect(planned.removed).toEqual(removed.map(({ sha256Hex }) => sha256Hex));
    expect(planned.certificates).toEqual(certificates);
  });

  it('may move the sign-in address', () => {
    const sso = 'https://idp.example.com/new';
    const endpoints = { sso: { 'HTTP-Redirect': [sso] }, slo: {} };
    expect(plan(document({ endpoints }), { sso }).addresses).toEqual([
      { field: 'ssoRedirectUrl', before: SSO, after: sso },
    ]);
  });

  it('is valid until its time, and not at it', () => {
    expect(isEmptyPlan(plan(document({ validUntilMs: NOW + 1 })))).toBe(true);
    expect(() => plan(document({ validUntilMs: NOW }))).toThrow(MetadataRefused);
  });
});

describe('a document that is refused whole', () => {
  const signed = { ...POLICY, requiresValidUntil: true };
  const unreadable = [{ code: 'valid_until_unreadable', message: '' }] as const;

  it.each([
    ['another entity ID', { entityId: `${ENTITY_ID}x` }, POLICY, 'metadata_entity_id_changed'],
    [
      'another case of it',
      { entityId: ENTITY_ID.toUpperCase() },
      POLICY,
      'metadata_entity_id_changed',
    ],
    ['another Entra tenant', { entraTenantId: 'x' }, POLICY, 'metadata_entra_tenant_changed'],
    ['its time is over', { validUntilMs: NOW - 1 }, POLICY, 'metadata_valid_until_passed'],
    ['no validUntil where a signature is asked for', {}, signed, 'metadata_valid_until_missing'],
    [
      'one that is no time, where a signature is asked for',
      { validUntilMs: NOW + 1, warnings: unreadable },
      signed,
      'metadata_valid_until_missing',
    ],
    ['weak keys alone', { certificates: [WEAK] }, POLICY, 'metadata_no_usable_certificate'],
    ['no keys', { certificates: [] }, POLICY, 'metadata_no_usable_certificate'],
    [
      'plain http',
      { endpoints: { sso: { 'HTTP-Redirect': ['http://idp.example.com/'] }, slo: {} } },
      POLICY,
      'metadata_not_activatable',
    ],
    [
      'a new key together with another entity ID',
      { certificates: [A, B], entityId: 'https://evil.example/' },
      POLICY,
      'metadata_entity_id_changed',
    ],
  ] as const)('%s', (_, more, policy, code) => {
    let refused: unknown;
    try {
      plan(document(more), { policy });
    } catch (error) {
      refused = error;
    }
    expect(refused).toMatchObject({ code });
  });

  it('where the Entra tenant of a connection is no longer named', () => {
    const has = { ...inForce, entraTenantId: '6f1b2c3d-1111-4a4a-8b8b-0a1b2c3d4e5f' };
    expect(() => plan(document(), { has })).toThrow('another Entra tenant');
  });
});

/** The ordinary value three times in four, so that what comes after a check is reached, too. */
function mostly<T>(ordinary: T, ...others: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant(ordinary) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );
}

describe('whatever a document says', () => {
  // A fingerprint is that of one key: its kind and size are the same wherever it turns up.
  const anyCertificate = fc.constantFrom(
    ...[A, B, C, WEAK],
    certificate('e', { keyType: 'ec', keyBits: 256 }),
    certificate('f', { keyType: 'rsa-pss' }),
    certificate('1', { keyBits: 2047 }),
    certificate('2', { notAfterMs: NOW - 1 }),
    certificate('3', { notBeforeMs: NOW + 1, keyBits: 4096 }),
  );
  const certificates = fc.uniqueArray(anyCertificate, {
    maxLength: 6,
    selector: ({ sha256Hex }) => sha256Hex,
  });
  const anyDocument = fc.record({
    entityId: mostly(ENTITY_ID, 'https://evil.example/', `${ENTITY_ID} `, ''),
    entraTenantId: mostly<string | null>(null, 'x'),
    validUntilMs: fc.option(fc.integer({ min: NOW - 5, max: NOW + 5 })),
    certificates,
    endpoints: mostly(
      { sso: { 'HTTP-Redirect': [SSO] }, slo: {} },
      { sso: { 'HTTP-Redirect': ['http://evil.example/'] }, slo: {} },
      { sso: { 'HTTP-POST': ['https://login.microsoftonline.com/common/saml2'] }, slo: {} },
    ),
  });

  it('a usable key stays, and the party stays the same', () => {
    let takenOver = 0;
    fc.assert(
      fc.property(certificates, anyDocument, fc.boolean(), (held, said, requiresValidUntil) => {
        const has = {
          ...inForce,
          certificates: [A, ...held.filter((each) => each.sha256Hex !== A.sha256Hex)],
        };
        const metadata = document(said);
        let planned: RefreshPlan;
        try {
          planned = plan(metadata, { has, policy: { ...POLICY, requiresValidUntil } });
        } catch (error) {
          expect(error).toBeInstanceOf(MetadataRefused);
          return; // nothing changes: what is in force has a usable key
        }
        takenOver += 1;
        expect(metadata.entityId).toBe(has.idpEntityId);
        expect(metadata.entraTenantId).toBe(has.entraTenantId);
        const gone = new Set(planned.removed);
        const left = [
          ...has.certificates.filter(({ sha256Hex }) => !gone.has(sha256Hex)),
          ...planned.added,
        ];
        expect(left.some(isUsableKey)).toBe(true);
        expect(left.map(({ sha256Hex }) => sha256Hex).toSorted()).toEqual(
          metadata.certificates.map(({ sha256Hex }) => sha256Hex).toSorted(),
        );
      }),
      { numRuns: 1000 },
    );
    expect(takenOver).toBeGreaterThan(10);
  });
});

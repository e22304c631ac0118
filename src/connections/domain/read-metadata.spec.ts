import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { diag } from 'libxml2-wasm';
import { UserError } from '../../errors/index.js';
import type { IdpMetadata } from './metadata.js';
import { MetadataRefused, metadataProblemCodes } from './metadata-problems.js';
import { MAX_METADATA_BYTES, readMetadata } from './read-metadata.js';

// Whole documents of each product, and 80 files that are none, stand in test/fixtures/metadata and are compared in
// test/contracts/sample-metadata.spec.ts. Here: what a single document cannot show.
const directory = join(import.meta.dirname, '../../../test/fixtures/metadata');
const nowMs = Date.UTC(2026, 10, 23);
const fixture = (name: string) => readFileSync(join(directory, name));
const documents = readdirSync(directory).filter((name) => name.endsWith('.xml'));
const refusedFiles = readdirSync(join(directory, 'refused')).map((name) => join('refused', name));

const text = (name: string) => fixture(name).toString('utf8');
const read = (xml: string, entityId?: string): IdpMetadata =>
  readMetadata(Buffer.from(xml), entityId === undefined ? { nowMs } : { nowMs, entityId });

function refusalOf(work: () => unknown): MetadataRefused {
  try {
    work();
  } catch (error) {
    if (error instanceof MetadataRefused) return error;
    throw error;
  }
  throw new Error('Nothing was refused.');
}

describe('which identity provider', () => {
  const federation = text('federation-several.xml');

  it('is never picked for the administrator: several are listed', () => {
    const refusal = refusalOf(() => read(federation));
    expect(refusal.code).toBe('metadata_several_idps');
    expect(refusal.message).toContain('https://alder.example/idp, https://birch.example/idp');
    expect(refusal.message).toContain('--entity-id');
  });

  it('is chosen by its entity ID, with its own keys and addresses only', () => {
    const birch = read(federation, 'https://birch.example/idp');
    expect(birch.endpoints.sso).toEqual({ 'HTTP-Redirect': ['https://sso.birch.example/go'] });
    const alder = read(federation, 'https://alder.example/idp');
    expect(alder.certificates[0]?.sha256Hex).not.toBe(birch.certificates[0]?.sha256Hex);
  });

  it.each([
    'https://birch.example/idp/',
    'https://birch.example/IDP',
    'https://birch.example/idp ',
    'https://b\u0131rch.example/idp',
    'https://a.reed.example/sp', // a service provider in the same file
    '',
  ])('is compared byte for byte: %j is not there', (entityId) => {
    const refusal = refusalOf(() => read(federation, entityId));
    expect(refusal.code).toBe('metadata_entity_not_found');
    expect(refusal.candidates).toEqual(['https://alder.example/idp', 'https://birch.example/idp']);
  });

  it('is checked in a document of one, too', () => {
    expect(read(text('adfs.xml'), 'http://fs.nordwind.example/adfs/services/trust').kind).toBe(
      'entity',
    );
    expect(refusalOf(() => read(text('adfs.xml'), 'https://other.example/')).code).toBe(
      'metadata_entity_not_found',
    );
  });

  it('is listed up to ten, in one line, whatever the entity IDs hold', () => {
    const entity = (id: string) =>
      `<EntityDescriptor entityID="${id}"><IDPSSODescriptor/></EntityDescriptor>`;
    const ids = Array.from({ length: 13 }, (_, index) => `urn:x:${index}&#10;&#x202e;`);
    const xml = `<EntitiesDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata">${ids.map(entity).join('')}</EntitiesDescriptor>`;
    const refusal = refusalOf(() => read(xml));
    expect(refusal.message).toContain('and 3 more');
    expect(refusal.message).not.toMatch(/[\n\u202e]/);
    expect(refusal.candidates).toHaveLength(13);
  });
});

describe('what is taken from a document', () => {
  it('the Entra tenant, by shape and not by host', () => {
    const tenant = '6f1b2c3d-1111-4a4a-8b8b-0a1b2c3d4e5f';
    expect(read(text('entra-application.xml')).entraTenantId).toBe(tenant);
    expect(read(text('entra-china.xml')).entraTenantId).toBe(tenant);
    expect(read(text('entra-common.xml')).entraTenantId).toBeNull();
    expect(read(text('adfs.xml')).entraTenantId).toBeNull();
  });

  it('name ID formats, without blanks around them', () => {
    expect(read(text('shibboleth.xml')).nameIdFormats).toEqual([
      'urn:oasis:names:tc:SAML:2.0:nameid-format:transient',
    ]);
  });

  it('the earliest validUntil, in UTC where no zone is written', () => {
    const google = text('google.xml');
    expect(read(google).validUntilMs).toBe(Date.UTC(2025, 2, 1, 10, 20, 30));
    const zoneless = google.replace('2025-03-01T10:20:30.000Z', '2027-03-01T10:20:30');
    expect(read(zoneless).validUntilMs).toBe(Date.UTC(2027, 2, 1, 10, 20, 30));
    const nonsense = read(google.replace('2025-03-01T10:20:30.000Z', '1 March'));
    expect(nonsense.validUntilMs).toBeNull();
    expect(nonsense.warnings.map((warning) => warning.code)).toContain('valid_until_unreadable');
  });

  it('attributes without a namespace only', () => {
    const named = 'entityID="https://idp.rush.example/"';
    const foreign = 'xmlns:x="urn:x" x:entityID="https://evil.example/"';
    const xml = text('keys-of-several-kinds.xml');
    expect(read(xml.replace(named, `${foreign} ${named}`)).entityId).toBe(
      'https://idp.rush.example/',
    );
    expect(read(xml.replace(named, `${named} ${foreign}`)).entityId).toBe(
      'https://idp.rush.example/',
    );
    expect(refusalOf(() => read(xml.replace(named, foreign))).code).toBe(
      'metadata_entity_id_malformed',
    );
  });

  it('addresses beyond ASCII in the form that a Location header can carry', () => {
    const xml = text('keys-of-several-kinds.xml').replace(
      'idp.rush.example/sso',
      'münze.example/ü',
    );
    expect(read(xml).endpoints.sso).toEqual({
      'HTTP-POST': ['https://xn--mnze-0ra.example/%C3%BC'],
    });
  });

  it('bindings of any name, without touching the prototype', () => {
    const xml = text('keys-of-several-kinds.xml').replace(
      '</IDPSSODescriptor>',
      '<SingleSignOnService Binding="__proto__" Location="https://x.example/"/></IDPSSODescriptor>',
    );
    expect(Object.keys(read(xml).endpoints.sso)).toEqual(['HTTP-POST', '__proto__']);
  });

  it('plain http for signing out only: its own warning', () => {
    const xml = text('simplesamlphp-http.xml').replace(/http:(\S+SSOService)/, 'https:$1');
    expect(read(xml).warnings).toEqual([
      { code: 'slo_not_https', message: 'SLO URL is not https' },
    ]);
  });
});

describe('bounds', () => {
  const inside = (body: string) =>
    `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata">${body}</EntityDescriptor>`;

  it.each([
    ['too many bytes', ' '.repeat(MAX_METADATA_BYTES + 1), 'metadata_too_large'],
    ['too many elements', inside('<a/>'.repeat(100_001)), 'metadata_too_complex'],
    ['too deep', '<a>'.repeat(5000), 'metadata_too_complex'],
    [
      'too many attributes',
      inside(`<a ${Array.from({ length: 100_001 }, (_, i) => `a${i}=""`).join(' ')}/>`),
      'metadata_too_complex',
    ],
    ['comments and nothing else', '<!---->'.repeat(100_000), 'metadata_not_well_formed'],
    ['a comment that never ends', `<!--${'<!-- --'.repeat(20_000)}`, 'metadata_truncated'],
  ])('%s', (_, xml, code) => {
    expect(refusalOf(() => read(xml)).code).toBe(code);
  });
});

describe('libxml2’s memory', () => {
  it('is given back after every document, read or refused', () => {
    diag.configure({ enabled: true });
    try {
      for (const name of [...documents, ...refusedFiles]) tryToRead(fixture(name));
      expect(diag.report()).toEqual({});
    } finally {
      diag.configure({ enabled: false });
    }
  });
});

describe('any damage', () => {
  const originals = documents.map((name) => fixture(name)).filter((bytes) => bytes.length < 20_000);

  it('by changed bytes ends in metadata or in a plain sentence', () => {
    const edits = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.constantFrom(...originals), edits, (original, changes) => {
        const bytes = Uint8Array.from(original);
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        tryToRead(bytes);
      }),
      { numRuns: 500 },
    );
  });

  it('by a missing end is never read as metadata', () => {
    fc.assert(
      fc.property(fc.constantFrom(...originals), fc.nat(), (original, length) => {
        const whole = original.toString('latin1').trimEnd().length;
        const bytes = original.subarray(0, length % (whole - 3));
        expect(tryToRead(bytes)).toBeInstanceOf(MetadataRefused);
      }),
      { numRuns: 300 },
    );
  });

  it('by moved, doubled or dropped markup ends in metadata or in a plain sentence', () => {
    const pieces = originals.map((original) => original.toString('utf8').split(/(?=<)/));
    const change = fc.tuple(fc.nat(), fc.nat(), fc.constantFrom('move', 'double', 'drop'));
    fc.assert(
      fc.property(fc.constantFrom(...pieces), change, (original, [from, to, kind]) => {
        const parts = [...original];
        const [piece = ''] = parts.slice(from % parts.length);
        if (kind !== 'double') parts.splice(from % original.length, 1);
        if (kind !== 'drop') parts.splice(to % original.length, 0, piece);
        tryToRead(Buffer.from(parts.join('')));
      }),
      { numRuns: 300 },
    );
  });

  it('in arbitrary bytes ends in a plain sentence', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(tryToRead(bytes)).toBeInstanceOf(MetadataRefused);
      }),
    );
  });

  it('never changes what a sentence looks like', () => {
    for (const code of metadataProblemCodes) {
      const { message } = new MetadataRefused(code, 'https://idp.example/');
      expect(message).toMatch(/^[A-Z][^\n]*[:,] .+\.$/);
    }
  });
});

/** Metadata with at least one key, or a refusal; anything else is thrown on. */
function tryToRead(bytes: Uint8Array): IdpMetadata | UserError {
  try {
    const metadata = readMetadata(bytes, { nowMs });
    expect(metadata.certificates.length).toBeGreaterThan(0);
    return metadata;
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

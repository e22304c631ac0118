import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { MetadataRefused } from '../../src/connections/domain/metadata-problems.js';
import { readMetadata } from '../../src/connections/domain/read-metadata.js';

/**
 * Metadata of many products, each with what an importer must find in it. Our own fixtures stand in
 * test/fixtures/metadata; SAMPLE_METADATA_DIR names another folder of the same form (real documents and their
 * expected.json, which belong to other people and are not part of the project).
 */
const fixtures = join(import.meta.dirname, '../fixtures/metadata');
const sampleDirectory = process.env['SAMPLE_METADATA_DIR'];
const directories = [fixtures, ...(sampleDirectory === undefined ? [] : [sampleDirectory])];

/** The day on which both expected.json were right: certificates expire. */
const NOW_MS = Date.UTC(2026, 10, 23);

interface Expected {
  readonly kind: string;
  readonly candidates?: readonly string[];
  readonly idp: null | {
    readonly entityID: string;
    readonly certificates: readonly {
      readonly bits: number;
      readonly expired: boolean;
      readonly sha256: string;
      readonly signatureHash: string;
    }[];
    readonly sso: Readonly<Record<string, readonly string[]>>;
    readonly slo: Readonly<Record<string, readonly string[]>>;
    readonly wantAuthnRequestsSigned: boolean;
  };
  readonly refuse: readonly string[];
  readonly warn: readonly string[];
}

describe.each(directories)('metadata documents of %s', (directory) => {
  const documents = Object.entries(readExpected<Expected>(directory));

  it('are many', () => {
    expect(documents.length).toBeGreaterThan(15);
  });

  it.each(documents)('%s is read, or refused, as expected', (name, expected) => {
    const { candidates: expectedCandidates, ...rest } = expected;
    const { candidates, ...found } = judge(readFileSync(join(directory, name)));
    expect(found).toEqual(rest);
    if (expectedCandidates !== undefined) expect(candidates).toEqual(expectedCandidates);
  });
});

describe('files that are no metadata of one identity provider', () => {
  const directory = join(fixtures, 'refused');

  it.each(Object.entries(readExpected<string>(directory)))(
    '%s is refused: %s, in one sentence that says what to do',
    (name, code) => {
      const refusal = refusalOf(readFileSync(join(directory, name)));
      expect(refusal.code).toBe(code);
      expect(refusal.message).toMatch(/^[A-Z][^\n]*[:,] .+\.$/);
    },
  );
});

function readExpected<T>(directory: string): Record<string, T> {
  return JSON.parse(readFileSync(join(directory, 'expected.json'), 'utf8')) as Record<string, T>;
}

/** Our reading in the words of expected.json. */
function judge(bytes: Uint8Array): Expected {
  try {
    const metadata = readMetadata(bytes, { nowMs: NOW_MS });
    return {
      kind: metadata.kind,
      idp: {
        entityID: metadata.entityId,
        certificates: metadata.certificates.map((certificate) => ({
          bits: certificate.keyBits,
          expired: certificate.notAfterMs < NOW_MS,
          sha256: certificate.sha256Hex,
          signatureHash: certificate.signatureHash,
        })),
        sso: metadata.endpoints.sso,
        slo: metadata.endpoints.slo,
        wantAuthnRequestsSigned: metadata.wantsSignedAuthnRequests,
      },
      refuse: [],
      warn: metadata.warnings.map((warning) => warning.message),
    };
  } catch (error) {
    if (!(error instanceof MetadataRefused)) throw error;
    const { kind, candidates } = error;
    return { kind: String(kind), candidates, idp: null, refuse: [wordsOf(error)], warn: [] };
  }
}

/** Three causes of ours are one there: whatever else the document is, it describes no identity provider. */
function wordsOf({ problem, kind }: MetadataRefused): string {
  switch (problem) {
    case 'metadata_is_sp':
    case 'metadata_no_idp':
    case 'metadata_ws_federation_only':
      return kind === 'entity' ? 'no IDPSSODescriptor' : 'no identity provider';
    case 'metadata_several_idps':
      return 'several identity providers';
    default:
      return problem;
  }
}

function refusalOf(bytes: Uint8Array): MetadataRefused {
  try {
    readMetadata(bytes, { nowMs: NOW_MS });
  } catch (error) {
    if (error instanceof MetadataRefused) return error;
    throw error;
  }
  throw new Error('The file was read, though it should be refused.');
}

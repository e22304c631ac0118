import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databases } from '../support/databases.js';
import { CliWorld } from './cli-world.js';

/** Own fixtures, and documents of other people where SAMPLE_METADATA_DIR names them. */
const fixtures = join(import.meta.dirname, '../fixtures/metadata');
const samples = process.env['SAMPLE_METADATA_DIR'];
const directories = [fixtures, ...(samples === undefined ? [] : [samples])];

/** The day on which expected.json was right. */
const THEN_MS = Date.UTC(2026, 10, 23);
const TIME_BOUND = new Set(['all certificates expired', 'validUntil passed']);

interface Expected {
  readonly kind: string;
  readonly idp: null | {
    readonly entityID: string;
    readonly certificates: readonly object[];
    readonly sso: object;
    readonly slo: object;
    readonly wantAuthnRequestsSigned: boolean;
  };
  readonly refuse: readonly string[];
  readonly warn: readonly string[];
}

interface Imported {
  readonly warnings: readonly { readonly message: string }[];
  readonly metadata: {
    readonly kind: string;
    readonly entityId: string;
    readonly endpoints: { readonly sso: object; readonly slo: object };
    readonly wantsSignedAuthnRequests: boolean;
    readonly certificates: readonly {
      readonly sha256Hex: string;
      readonly keyBits: number;
      readonly signatureHash: string;
      readonly notAfter: string;
    }[];
  };
}

const REFUSALS: Readonly<Record<string, string>> = {
  metadata_is_sp: 'no identity provider',
  metadata_no_idp: 'no identity provider',
  metadata_ws_federation_only: 'no identity provider',
  metadata_several_idps: 'several identity providers',
};

function expectedOf<T>(directory: string): [string, T][] {
  const text = readFileSync(join(directory, 'expected.json'), 'utf8');
  return Object.entries(JSON.parse(text) as Record<string, T>);
}

describe.each(databases)('connection import --json on $kind', (kind) => {
  let cli: CliWorld;

  beforeAll(async () => {
    cli = await CliWorld.open(kind);
    await cli.must('tenant create acme --name Acme');
  });

  afterAll(() => cli.drop());

  describe.each(directories)('agrees with expected.json of %s', (directory) => {
    it.each(expectedOf<Expected>(directory))('on %s', async (name, expected) => {
      const line = ['connection', 'import', 'acme', '--json', '--metadata', join(directory, name)];
      const ran = await cli.run(line);
      if (expected.idp === null) {
        expect(ran.code).toBe(1);
        const { error } = JSON.parse(ran.err) as { error: { code: string } };
        expect([REFUSALS[error.code]]).toEqual(
          expected.refuse.map((words) =>
            words.replace('no IDPSSODescriptor', 'no identity provider'),
          ),
        );
        return;
      }
      expect(ran.err).toBe('');
      const { metadata, warnings } = ran.json() as Imported;
      expect({
        kind: metadata.kind,
        idp: {
          entityID: metadata.entityId,
          certificates: metadata.certificates.map((certificate) => ({
            bits: certificate.keyBits,
            expired: Date.parse(certificate.notAfter) < THEN_MS,
            sha256: certificate.sha256Hex,
            signatureHash: certificate.signatureHash,
          })),
          sso: metadata.endpoints.sso,
          slo: metadata.endpoints.slo,
          wantAuthnRequestsSigned: metadata.wantsSignedAuthnRequests,
        },
      }).toEqual({ kind: expected.kind, idp: expected.idp });
      const lasting = (words: readonly string[]) => words.filter((each) => !TIME_BOUND.has(each));
      expect(lasting(warnings.map((warning) => warning.message))).toEqual(lasting(expected.warn));
    });
  });

  describe('of a file that is no metadata', () => {
    const directory = join(fixtures, 'refused');
    const files = expectedOf<string>(directory);

    it('is tried with many kinds of them', () => {
      expect(files.length).toBeGreaterThan(10);
    });

    let before: readonly string[];

    const everything = async () => [
      (await cli.must('connection list acme --json')).out,
      (await cli.must('audit export acme --format ndjson --type connection.updated')).out,
    ];

    beforeAll(async () => {
      before = await everything();
    });

    it.each(files)('refuses %s as %s', async (name, code) => {
      const file = join(directory, name);
      const ran = await cli.run(['connection', 'import', 'acme', '--metadata', file, '--json']);
      expect(ran).toMatchObject({ code: 1, out: '' });
      expect(JSON.parse(ran.err)).toMatchObject({ error: { code } });
    });

    it.each(files.filter((_, index) => index % 5 === 0))(
      'says why in one line: %s',
      async (name) => {
        const file = join(directory, name);
        const line = ['connection', 'import', 'acme', '--metadata', file];
        const ran = await cli.run([...line, '--activate']);
        expect(ran).toMatchObject({ code: 1, out: '' });
        expect(ran.err).toMatch(/^[^\n]+\.\n$/);
      },
    );

    it('leaves everything as it was', async () => {
      expect(await everything()).toEqual(before);
    });
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { describeMetadata } from './describe-metadata.js';
import { readMetadata } from './read-metadata.js';

const directory = join(import.meta.dirname, '../../../test/fixtures/metadata');
const nowMs = Date.UTC(2026, 10, 23);

function describeFixture(name: string) {
  const metadata = readMetadata(readFileSync(join(directory, name)), { nowMs });
  return describeMetadata(metadata, { allowsPlainHttp: false }, nowMs);
}

describe('what an administrator is shown', () => {
  it('is every address, and every certificate with fingerprint and days left', () => {
    const shown = describeFixture('entra-rollover.xml');
    expect(shown.sso.map((endpoint) => endpoint.binding)).toEqual(['HTTP-Redirect', 'HTTP-POST']);
    expect(shown.certificates.map(({ expiry, daysLeft }) => [expiry, daysLeft])).toEqual([
      ['expired', -1057],
      ['valid', 556],
      ['valid', 1043],
    ]);
    expect(shown.certificates[0]?.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    expect(shown.activationProblems).toEqual([]);
  });

  it('is what stands in the way of activation', () => {
    expect(describeFixture('okta-old-key.xml')).toMatchObject({
      warnings: ['certificate signed with sha1', 'key shorter than 2048 bits'],
      activationProblems: ['connection_no_usable_certificate'],
    });
    expect(describeFixture('entra-common.xml').activationProblems).toEqual([
      'connection_multi_tenant',
    ]);
    expect(describeFixture('simplesamlphp-http.xml').activationProblems).toEqual([
      'connection_not_https',
    ]);
  });
});

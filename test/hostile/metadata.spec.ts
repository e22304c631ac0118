import { expect, it } from '@jest/globals';
import {
  activationCandidateOf,
  requireActivatable,
} from '../../src/connections/domain/activation.js';
import { readMetadata } from '../../src/connections/domain/read-metadata.js';
import { UserError } from '../../src/errors/index.js';
import { ACME } from '../support/saml/index.js';
import { METADATA_CASES } from './metadata-cases.js';

/** Read, and made the connection that people sign in by, as in production. */
function outcomeOf(xml: string): string {
  try {
    const metadata = readMetadata(Buffer.from(xml), { nowMs: ACME.nowMs });
    requireActivatable(activationCandidateOf(metadata), { allowsPlainHttp: false });
    return 'accepted';
  } catch (error) {
    if (error instanceof UserError) return error.code;
    throw error;
  }
}

it.each(METADATA_CASES)('metadata with $name: $expected', ({ xml, expected }) => {
  expect(outcomeOf(xml())).toBe(expected);
});

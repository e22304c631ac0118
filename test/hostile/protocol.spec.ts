import { describe, expect, it } from '@jest/globals';
import { ATTACKS, type Expected, type HostileCase } from '../../src/attack/index.js';
import { decideResponse } from '../support/saml/pipeline.js';
import { ATTACKED, ATTACKED_CONNECTION, titleOf } from './deployment.js';

function outcomeOf(row: HostileCase): Expected {
  const { contentType, body } = row.build(ATTACKED);
  const decision = decideResponse(
    { contentType, body: Buffer.from(body, 'latin1') },
    ATTACKED_CONNECTION,
  );
  if (!decision.accepted) return decision.code;
  return decision.value.solicitation.kind === 'unsolicited' ? 'unsolicited' : 'accepted';
}

describe('a response posted to the ACS', () => {
  it.each(ATTACKS.map((row) => ({ row, title: titleOf(row) })))('$title', ({ row }) => {
    expect(outcomeOf(row)).toBe(row.expected);
  });
});

import { describe, expect, it } from '@jest/globals';
import { ACME, theIdpKey } from '../support/saml/index.js';
import { decideResponse, type PipelineConnection, trusted } from '../support/saml/pipeline.js';
import { CORPUS, type AttackContext, type Expected, type HostileCase } from './corpus/index.js';

const CONTEXT: AttackContext = {
  ...ACME,
  key: theIdpKey(),
  clockSkewSeconds: 180,
  maxResponseAgeSeconds: 600,
};

const CONNECTION: PipelineConnection = {
  ...CONTEXT,
  keys: [trusted(theIdpKey())],
  signedElement: 'either',
  allowsSha1: false,
};

function outcomeOf(row: HostileCase): Expected {
  const { contentType, body } = row.build(CONTEXT);
  const decision = decideResponse({ contentType, body: Buffer.from(body, 'latin1') }, CONNECTION);
  if (!decision.accepted) return decision.code;
  return decision.value.solicitation.kind === 'unsolicited' ? 'unsolicited' : 'accepted';
}

describe('a response posted to the ACS', () => {
  it.each(CORPUS.map((row) => ({ row, title: `${row.family}: ${row.name}: ${row.expected}` })))(
    '$title',
    ({ row }) => {
      expect(outcomeOf(row)).toBe(row.expected);
    },
  );
});

describe('the corpus', () => {
  it('holds attacks of every kind, and legitimate responses between them', () => {
    const accepted = CORPUS.filter(({ expected }) => expected === 'accepted');
    expect(CORPUS.length - accepted.length).toBeGreaterThanOrEqual(200);
    expect(accepted.length).toBeGreaterThanOrEqual(40);
  });

  it('names no two rows alike', () => {
    const titles = CORPUS.map(({ family, name }) => `${family}: ${name}`);
    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
  });
});

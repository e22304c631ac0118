import { ACME, aResponse, theIdpEcKey, theIdpKey, type Signed } from '../support/saml/index.js';
import { type PipelineConnection, trusted } from '../support/saml/pipeline.js';

export const CONNECTION: PipelineConnection = {
  ...ACME,
  clockSkewSeconds: 180,
  maxResponseAgeSeconds: 600,
  keys: [trusted(theIdpKey()), trusted(theIdpEcKey())],
  signedElement: 'either',
  allowsSha1: false,
};

const PEOPLE = [
  { assertionId: '_a-simon', responseId: '_r-simon' },
  {
    assertionId: '_a-admin',
    responseId: '_r-admin',
    upn: 'admin@acme.example',
    objectId: 'c0ffee00-3333-4b4b-9c9c-1b2c3d4e5f61',
    roles: ['Admin'],
  },
];

/** Genuinely signed messages of two people, in every shape that identity providers send. */
export function genuineMessages(): string[] {
  const messages: string[] = [];
  for (const signed of ['assertion', 'response', 'both'] satisfies Signed[]) {
    for (const groups of [0, 10, 150].map(groupsOf)) {
      for (const [index, person] of PEOPLE.entries()) {
        messages.push(aResponse({ ...person, signed, groups }).xml);
        const signaturePrefix = index === 0 ? 'ds' : '';
        const ec = { key: theIdpEcKey(), algorithm: 'ecdsa-sha256', signaturePrefix } as const;
        messages.push(aResponse({ ...person, ...ec, signed, groups }).xml);
      }
    }
  }
  return messages;
}

function groupsOf(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `11111111-aaaa-4aaa-8aaa-${String(index)}`);
}

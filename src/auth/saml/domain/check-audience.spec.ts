import { expect, it } from '@jest/globals';
import { checkAudience } from './check-audience.js';

const OURS = 'https://acme.imagencloud.com/sp-entityid';
const OTHER = 'https://other.example/';

it.each([
  { given: 'our entity ID', restrictions: [[OURS]], outcome: 'accepted' },
  { given: 'our entity ID among others', restrictions: [[OTHER, OURS]], outcome: 'accepted' },
  {
    given: 'two restrictions, both for us',
    restrictions: [[OURS], [OURS, OTHER]],
    outcome: 'accepted',
  },
  { given: 'no restriction', restrictions: [], outcome: 'audience_missing' },
  { given: 'a restriction to nobody', restrictions: [[]], outcome: 'audience_mismatch' },
  {
    given: 'a second restriction, for another SP',
    restrictions: [[OURS], [OTHER]],
    outcome: 'audience_mismatch',
  },
  { given: 'a trailing slash', restrictions: [[`${OURS}/`]], outcome: 'audience_mismatch' },
  { given: 'a blank', restrictions: [[` ${OURS}`]], outcome: 'audience_mismatch' },
])('$given: $outcome', ({ restrictions, outcome }) => {
  const decision = checkAudience(restrictions, OURS);
  expect(decision.accepted ? 'accepted' : decision.code).toBe(outcome);
});

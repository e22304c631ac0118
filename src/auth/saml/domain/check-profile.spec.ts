import { describe, expect, it } from '@jest/globals';
import { type SignatureOutline } from '../../../xml/domain/gate-signature.js';
import { checkProfile, type ProfileExpectation } from './check-profile.js';
import { type ResponseOutline } from './response-outline.js';
import { METHOD_BEARER, STATUS_SUCCESS } from './saml-names.js';
import { type Conditions, type VerifiedAssertion } from './verified-assertion.js';

const NOW = Date.UTC(2026, 2, 2, 9, 14, 31);
const HOUR_MS = 3_600_000;

const EXPECTED: ProfileExpectation = {
  acsUrl: 'https://acme.example/acs',
  spEntityId: 'https://acme.example/sp',
  idpEntityId: 'https://idp.example/',
  clockSkewSeconds: 180,
  maxResponseAgeSeconds: 600,
  nowMs: NOW,
};

const GOOD_RESPONSE: ResponseOutline = {
  id: '_r',
  element: {} as ResponseOutline['element'],
  issueInstant: new Date(NOW).toISOString(),
  destination: EXPECTED.acsUrl,
  inResponseTo: '_q',
  issuer: { value: EXPECTED.idpEntityId, format: null },
  status: { code: STATUS_SUCCESS, subCode: null, message: null, aadsts: null },
  signature: {} as SignatureOutline, // verified long ago: only that there was one matters
  assertion: null,
  encrypted: null,
};

const GOOD_DATA = {
  recipient: EXPECTED.acsUrl,
  inResponseTo: '_q',
  notBeforeMs: null,
  notOnOrAfterMs: NOW + HOUR_MS,
};

const GOOD_CONDITIONS: Conditions = {
  notBeforeMs: NOW - HOUR_MS,
  notOnOrAfterMs: NOW + HOUR_MS,
  audienceRestrictions: [[EXPECTED.spEntityId]],
  isOneTimeUse: false,
  unknown: [],
};

const GOOD_STATEMENT = {
  authnInstantMs: NOW - 1000 * HOUR_MS,
  sessionIndex: null,
  sessionNotOnOrAfterMs: null,
  classRef: null,
};

const GOOD_ASSERTION: VerifiedAssertion = {
  id: '_a',
  issueInstantMs: NOW,
  issuer: { value: EXPECTED.idpEntityId, format: null },
  nameId: null,
  confirmations: [{ method: METHOD_BEARER, data: GOOD_DATA }],
  conditions: GOOD_CONDITIONS,
  authnStatements: [GOOD_STATEMENT],
  attributes: new Map(),
};

interface Case {
  readonly response: ResponseOutline;
  readonly assertion: VerifiedAssertion;
}

type Fault = (good: Case) => Case;

const inResponse =
  (change: Partial<ResponseOutline>): Fault =>
  (good) => ({ ...good, response: { ...good.response, ...change } });

const inAssertion =
  (change: Partial<VerifiedAssertion>): Fault =>
  (good) => ({ ...good, assertion: { ...good.assertion, ...change } });

const inConditions =
  (change: Partial<Conditions>): Fault =>
  (good) => {
    const conditions = { ...GOOD_CONDITIONS, ...good.assertion.conditions, ...change };
    return { ...good, assertion: { ...good.assertion, conditions } };
  };

const OTHER = 'https://other.example/';
const WRONG_ISSUER = { value: OTHER, format: null };
const WRONG_STATUS = { ...GOOD_RESPONSE.status, code: 'urn:x' };
const WRONG_RECIPIENT = { method: METHOD_BEARER, data: { ...GOOD_DATA, recipient: OTHER } };

/** One fault for every check, in the order of the list. */
const FAULTS: readonly (readonly [code: string, fault: Fault])[] = [
  ['status_not_success', inResponse({ status: WRONG_STATUS })],
  ['issuer_mismatch', inResponse({ issuer: WRONG_ISSUER })],
  ['issuer_mismatch', inAssertion({ issuer: WRONG_ISSUER })],
  ['destination_mismatch', inResponse({ destination: OTHER })],
  ['response_too_old', inResponse({ issueInstant: new Date(NOW - HOUR_MS).toISOString() })],
  ['response_issued_in_future', inAssertion({ issueInstantMs: NOW + HOUR_MS })],
  ['recipient_mismatch', inAssertion({ confirmations: [WRONG_RECIPIENT] })],
  ['assertion_expired', inConditions({ notOnOrAfterMs: NOW - HOUR_MS })],
  ['audience_mismatch', inConditions({ audienceRestrictions: [['x']] })],
  ['condition_unknown', inConditions({ unknown: ['x'] })],
  ['authn_statement_missing', inAssertion({ authnStatements: [] })],
  ['in_response_to_inconsistent', inResponse({ inResponseTo: '_other' })],
];

function outcome(...faults: readonly Fault[]): string {
  const good: Case = { response: GOOD_RESPONSE, assertion: GOOD_ASSERTION };
  const { response, assertion } = faults.reduce((faulty, fault) => fault(faulty), good);
  const decision = checkProfile(response, assertion, EXPECTED);
  return decision.accepted ? 'accepted' : decision.code;
}

describe('the profile', () => {
  it('is fulfilled by a good response, and says which request it answers', () => {
    expect(checkProfile(GOOD_RESPONSE, GOOD_ASSERTION, EXPECTED)).toEqual({
      accepted: true,
      value: { kind: 'solicited', requestId: '_q' },
    });
  });

  it.each(FAULTS)('notices a fault: %s', (code, fault) => {
    expect(outcome(fault)).toBe(code);
  });

  it('gives the first fault in the order of the list as the reason', () => {
    const reasons = FAULTS.map((_, index) =>
      outcome(...FAULTS.slice(index).map(([, fault]) => fault)),
    );
    expect(reasons).toEqual(FAULTS.map(([code]) => code));
  });

  it('notices that there are no conditions before it looks at them', () => {
    const decision = checkProfile(GOOD_RESPONSE, { ...GOOD_ASSERTION, conditions: null }, EXPECTED);
    expect(decision).toMatchObject({ code: 'conditions_missing' });
  });
});

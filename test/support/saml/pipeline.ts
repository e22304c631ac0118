import { accept, type Decision } from '../../../src/errors/index.js';
import {
  checkProfile,
  type ProfileExpectation,
} from '../../../src/auth/saml/domain/check-profile.js';
import {
  checkSignaturePolicy,
  type SignedElement,
} from '../../../src/auth/saml/domain/check-signature-policy.js';
import { checkStatus } from '../../../src/auth/saml/domain/check-status.js';
import { type Solicitation } from '../../../src/auth/saml/domain/check-in-response-to.js';
import { gateMessage, type PostedForm } from '../../../src/auth/saml/domain/gate-message.js';
import { gateResponse } from '../../../src/auth/saml/domain/gate-xml.js';
import { type VerifiedAssertion } from '../../../src/auth/saml/domain/verified-assertion.js';
import { verifyResponse } from '../../../src/auth/saml/verify-response.js';

export interface PipelineConnection extends ProfileExpectation {
  readonly certificatesPem: readonly string[];
  readonly policy: SignedElement;
}

export interface PipelineResult {
  readonly assertion: VerifiedAssertion;
  readonly solicitation: Solicitation;
}

/** The protocol steps as the guard runs them, without HTTP, cookies and database. */
export async function decideResponse(
  form: PostedForm,
  connection: PipelineConnection,
): Promise<Decision<PipelineResult>> {
  const message = gateMessage(form);
  if (!message.accepted) return message;
  const outline = gateResponse(message.value.xml);
  if (!outline.accepted) return outline;
  const status = outline.value.assertion ? accept(undefined) : checkStatus(outline.value.status);
  if (!status.accepted) return status;
  const policy = checkSignaturePolicy(outline.value, connection.policy);
  if (!policy.accepted) return policy;
  const assertion = await verifyResponse(message.value, outline.value, {
    ...connection,
    ssoUrl: 'https://login.microsoftonline.com/saml2',
  });
  if (!assertion.accepted) return assertion;
  const solicitation = checkProfile(outline.value, assertion.value, connection);
  if (!solicitation.accepted) return solicitation;
  return {
    accepted: true,
    value: { assertion: assertion.value, solicitation: solicitation.value },
  };
}

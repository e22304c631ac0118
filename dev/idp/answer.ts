import { randomUUID } from 'node:crypto';
import type { Account } from './accounts.ts';
import type { Application } from './application.ts';
import type { AuthnRequest } from './authn-request.ts';
import { page, type Reply } from './http.ts';
import { contentOf, failureFor, type AcceptedRequest } from './identity-provider.ts';
import type { LookAlike } from './look-alike.ts';
import { continuePage, signInErrorPage } from './pages/sign-in-pages.ts';
import { buildResponse } from './response.ts';
import { signInErrors, type SignInError } from './sign-in-error.ts';
import { printDocument } from './xml-tree.ts';

export interface Answer {
  readonly application: Application;
  readonly account: Account;
  readonly answers: AuthnRequest | null;
  readonly acsUrl: string;
  readonly authnInstantMs: number;
  readonly relayState: string | null;
  readonly headers: Reply['headers'];
  /** The browser's session here, which ends everywhere when it ends. */
  readonly sessionId: string | null;
}

/** The page that posts the response, or Entra's own error page. */
export function answer(lookAlike: LookAlike, wish: Answer): Reply {
  const content = contentOf(lookAlike.tenant, wish);
  if (!content.ok) return errorReply(lookAlike, content.error, wish.headers);
  const { nameId, sessionIndex } = content.value;
  lookAlike.sessions.join(wish.sessionId, {
    appId: wish.application.appId,
    nameId,
    sessionIndex,
  });
  const { settings, certificates, encryptionCertificateBase64 } = wish.application;
  const response = buildResponse(content.value, {
    signedElement: settings.signedElement,
    hash: settings.signatureHash,
    key: certificates.signing(lookAlike.tenant.nowMs()),
    encryptionCertificateBase64,
  });
  return postToService(wish, printDocument(response), wish.headers);
}

function postToService(
  to: { readonly acsUrl: string; readonly relayState: string | null },
  xml: string,
  headers: Reply['headers'] = {},
): Reply {
  const fields = {
    SAMLResponse: Buffer.from(xml, 'utf8').toString('base64'),
    ...(to.relayState === null ? {} : { RelayState: to.relayState }),
  };
  return page(continuePage(to.acsUrl, fields), 200, headers);
}

/** The few failures that Entra posts to the service: unsigned, see buildFailureResponse. */
export function failureReply(
  lookAlike: LookAlike,
  accepted: AcceptedRequest,
  failure: {
    readonly status: 'Requester' | 'Responder';
    readonly subStatus: 'RequestUnsupported' | 'NoPassive';
    readonly code: '90011' | '50058';
    readonly relayState: string | null;
  },
): Reply {
  const at = new Date(lookAlike.tenant.nowMs()).toISOString();
  const message = [
    ...(failure.status === 'Requester' ? ['AADSTS75006: The authentication request failed.'] : []),
    `AADSTS${failure.code}: ${signInErrors[failure.code]}`,
    `Trace ID: ${randomUUID()} Correlation ID: ${randomUUID()} Timestamp: ${at}`,
  ].join(' ');
  const xml = failureFor(lookAlike.tenant, accepted.request, { ...failure, message });
  return postToService({ acsUrl: accepted.acsUrl, relayState: failure.relayState }, xml);
}

/** Entra's own page: the service hears nothing. */
export function errorReply(
  lookAlike: LookAlike,
  error: SignInError,
  headers: Reply['headers'] = {},
): Reply {
  const facts = {
    traceId: randomUUID(),
    correlationId: randomUUID(),
    atMs: lookAlike.tenant.nowMs(),
  };
  return page(signInErrorPage(error, facts), 400, headers);
}

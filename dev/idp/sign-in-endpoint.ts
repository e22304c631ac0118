import { randomUUID } from 'node:crypto';
import { findAccount, type Account } from './accounts.ts';
import type { Application } from './application.ts';
import {
  child,
  isElement,
  PROTOCOL,
  readAuthnRequest,
  type AuthnRequest,
} from './authn-request.ts';
import { page, seeOther, type Reply, type Request } from './http.ts';
import { checkRequest, contentOf, failureFor, type AcceptedRequest } from './identity-provider.ts';
import { openSession, splitAccounts, type LookAlike } from './look-alike.ts';
import {
  accountPickerPage,
  continuePage,
  messagePage,
  signInErrorPage,
} from './pages/sign-in-pages.ts';
import { buildResponse } from './response.ts';
import { decodeRequest, encodeForRedirect, type RequestBinding } from './saml-request.ts';
import { fail, signInErrors, type Outcome, type SignInError } from './sign-in-error.ts';
import { printDocument } from './xml-tree.ts';
import type { ReadElement } from './xml-read.ts';

const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';

/** GET /<tid>/saml2: the HTTP-Redirect binding. */
export function receiveRedirect(lookAlike: LookAlike, request: Request): Reply {
  const message = readMessage(request.query, 'redirect');
  if (!message.ok) return errorReply(lookAlike, message.error);
  if (isElement(message.value, PROTOCOL, 'LogoutRequest')) {
    return receiveLogout(lookAlike, request, message.value);
  }
  const accepted = acceptAuthnRequest(lookAlike, message);
  if (!accepted.ok) return errorReply(lookAlike, accepted.error);
  return continueSignIn(lookAlike, request, accepted.value);
}

/**
 * POST /<tid>/saml2: the HTTP-POST binding. Sent on as a Redirect: that GET carries the session cookie, which a POST
 * from another site does not (SameSite=Lax), and can be reloaded.
 */
export function receivePost(lookAlike: LookAlike, request: Request): Reply {
  const accepted = acceptAuthnRequest(lookAlike, readMessage(request.form, 'post'));
  if (!accepted.ok) return errorReply(lookAlike, accepted.error);
  const query = new URLSearchParams({
    SAMLRequest: encodeForRedirect(request.form.get('SAMLRequest') ?? ''),
  });
  for (const name of ['RelayState', 'login_hint']) {
    const value = request.form.get(name) ?? request.query.get(name);
    if (value !== null) query.set(name, value);
  }
  return seeOther(`${request.path}?${query.toString()}`);
}

/** POST /<tid>/login: an account was picked. */
export function pickAccount(lookAlike: LookAlike, request: Request): Reply {
  const accepted = acceptAuthnRequest(lookAlike, readMessage(request.form, 'redirect'));
  if (!accepted.ok) return errorReply(lookAlike, accepted.error);
  const account = findAccount(request.form.get('account') ?? '');
  if (account === null) return page(messagePage('No such account', 'Go back and pick one.'), 400);
  const { forceAuthn } = accepted.value.request;
  const signedInAtMs = lookAlike.sessions.find(request.sessionId).get(account.objectId);
  const isAlreadySignedIn = signedInAtMs !== undefined && !forceAuthn;
  const headers = isAlreadySignedIn ? {} : openSession(lookAlike, request, account);
  return answer(lookAlike, {
    application: accepted.value.application,
    account,
    answers: accepted.value.request,
    acsUrl: accepted.value.acsUrl,
    authnInstantMs: isAlreadySignedIn ? signedInAtMs : lookAlike.tenant.nowMs(),
    relayState: request.form.get('RelayState'),
    headers,
  });
}

function readMessage(parameters: URLSearchParams, binding: RequestBinding): Outcome<ReadElement> {
  const [encoded, ...more] = parameters.getAll('SAMLRequest');
  if (encoded === undefined) return fail('750054');
  return more.length > 0
    ? fail('75005', 'SAMLRequest is given twice.')
    : decodeRequest(encoded, binding);
}

function acceptAuthnRequest(
  lookAlike: LookAlike,
  message: Outcome<ReadElement>,
): Outcome<AcceptedRequest> {
  if (!message.ok) return message;
  const request = readAuthnRequest(message.value);
  return request.ok ? checkRequest(lookAlike.tenant, request.value) : request;
}

/** Single sign-on: one account in the session goes on by itself; none, several, or ForceAuthn: ask. */
function continueSignIn(lookAlike: LookAlike, request: Request, accepted: AcceptedRequest): Reply {
  const relayState = request.query.get('RelayState');
  if (accepted.request.asksSpNameQualifier) {
    const status = { status: 'Requester', subStatus: 'RequestUnsupported' } as const;
    return failureReply(lookAlike, accepted, { ...status, code: '90011', relayState });
  }
  const signedIn = lookAlike.sessions.find(request.sessionId);
  const silent = accepted.request.forceAuthn ? null : chooseSilently(signedIn, request.query);
  if (silent !== null) {
    return answer(lookAlike, {
      application: accepted.application,
      account: silent.account,
      answers: accepted.request,
      acsUrl: accepted.acsUrl,
      authnInstantMs: silent.authnInstantMs,
      relayState,
      headers: {},
    });
  }
  if (accepted.request.isPassive) {
    const status = { status: 'Responder', subStatus: 'NoPassive' } as const;
    return failureReply(lookAlike, accepted, { ...status, code: '50058', relayState });
  }
  return page(pickerFor(lookAlike, request, accepted));
}

function chooseSilently(
  signedIn: ReadonlyMap<string, number>,
  query: URLSearchParams,
): { account: Account; authnInstantMs: number } | null {
  if (query.get('prompt') === 'select_account') return null;
  const hinted = findAccount(query.get('login_hint') ?? '');
  const only = signedIn.size === 1 ? findAccount([...signedIn.keys()][0] ?? '') : null;
  const account = hinted ?? only;
  const authnInstantMs = account === null ? undefined : signedIn.get(account.objectId);
  return account === null || authnInstantMs === undefined ? null : { account, authnInstantMs };
}

function pickerFor(lookAlike: LookAlike, request: Request, accepted: AcceptedRequest): string {
  const relayState = request.query.get('RelayState');
  return accountPickerPage({
    applicationName: accepted.application.name,
    action: `/${lookAlike.tenant.tenantId}/login`,
    fields: {
      SAMLRequest: request.query.get('SAMLRequest') ?? '',
      ...(relayState === null ? {} : { RelayState: relayState }),
    },
    ...splitAccounts(lookAlike.sessions.find(request.sessionId)),
    asksAgain: accepted.request.forceAuthn,
  });
}

export interface Answer {
  readonly application: Application;
  readonly account: Account;
  readonly answers: AuthnRequest | null;
  readonly acsUrl: string;
  readonly authnInstantMs: number;
  readonly relayState: string | null;
  readonly headers: Reply['headers'];
}

/** The page that posts the response, or Entra's own error page. */
export function answer(lookAlike: LookAlike, wish: Answer): Reply {
  const content = contentOf(lookAlike.tenant, wish);
  if (!content.ok) return errorReply(lookAlike, content.error, wish.headers);
  const { settings, certificates } = wish.application;
  const response = buildResponse(content.value, {
    signedElement: settings.signedElement,
    hash: settings.signatureHash,
    key: certificates.signing(lookAlike.tenant.nowMs()),
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

function failureReply(
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
  const message = `AADSTS${failure.code}: ${signInErrors[failure.code]} Trace ID: ${randomUUID()} Timestamp: ${at}`;
  const xml = failureFor(lookAlike.tenant, accepted.request, { ...failure, message });
  return postToService({ acsUrl: accepted.acsUrl, relayState: failure.relayState }, xml);
}

/** The session here ends; no Logout URL is registered, so nobody is told (Entra: single sign-out). */
function receiveLogout(lookAlike: LookAlike, request: Request, message: ReadElement): Reply {
  if (child(message, ASSERTION, 'NameID') === null)
    return errorReply(lookAlike, { code: '7500530', found: null });
  lookAlike.sessions.end(request.sessionId);
  return page(
    messagePage('You signed out of your account', 'It is a good idea to close all windows.'),
  );
}

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

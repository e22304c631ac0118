import { answer, errorReply, failureReply } from './answer.ts';
import { findAccount, type Account } from './accounts.ts';
import { isElement, PROTOCOL, readAuthnRequest } from './authn-request.ts';
import { page, seeOther, type Reply, type Request } from './http.ts';
import { checkRequest, type AcceptedRequest } from './identity-provider.ts';
import { receiveLogout } from './logout-endpoint.ts';
import { openSession, sessionIdAfter, splitAccounts, type LookAlike } from './look-alike.ts';
import { accountPickerPage, messagePage } from './pages/sign-in-pages.ts';
import { decodeRequest, encodeForRedirect, type RequestBinding } from './saml-request.ts';
import { fail, type Outcome } from './sign-in-error.ts';
import type { ReadElement } from './xml-read.ts';

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
  const before = lookAlike.sessions.find(request.sessionId).get(account.objectId);
  const nowMs = lookAlike.tenant.nowMs();
  const authnInstantMs = accepted.value.request.forceAuthn ? nowMs : (before ?? nowMs);
  const headers = openSession(lookAlike, request, account, authnInstantMs);
  return answer(lookAlike, {
    application: accepted.value.application,
    account,
    answers: accepted.value.request,
    acsUrl: accepted.value.acsUrl,
    authnInstantMs,
    relayState: request.form.get('RelayState'),
    headers,
    sessionId: sessionIdAfter(request, headers),
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
      sessionId: request.sessionId,
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

import { findAccount, type Account } from './accounts.ts';
import { BadRequest, page, seeOther, type Reply, type Request } from './http.ts';
import {
  findApplication,
  lastUsed,
  openSession,
  sessionIdAfter,
  splitAccounts,
  type LookAlike,
} from './look-alike.ts';
import { myAppsPage } from './pages/my-apps-page.ts';
import { accountPickerPage } from './pages/sign-in-pages.ts';
import { answer } from './answer.ts';

/** GET /myapps: the tiles of whoever used this browser last. */
export function showMyApps(lookAlike: LookAlike, request: Request): Reply {
  const account = lastUsed(lookAlike.sessions.find(request.sessionId));
  if (account === null) return pickFor(lookAlike, request, { action: '/myapps/sign-in' });
  const applications = account.isAssigned ? lookAlike.tenant.applications : [];
  return page(myAppsPage(account, applications));
}

/** GET /myapps/switch: another account. */
export function switchAccount(lookAlike: LookAlike, request: Request): Reply {
  return pickFor(lookAlike, request, { action: '/myapps/sign-in' });
}

export function signIn(lookAlike: LookAlike, request: Request): Reply {
  const account = readAccount(request);
  const before = lookAlike.sessions.find(request.sessionId).get(account.objectId);
  return seeOther('/myapps', openSession(lookAlike, request, account, before));
}

/**
 * POST /myapps/launch: the tile, or "Test this application", of an application without a Sign-on URL. The response
 * is unsolicited and carries no RelayState.
 */
export function launch(lookAlike: LookAlike, request: Request): Reply {
  const application = findApplication(lookAlike, request.form.get('appId'));
  if (application === null) throw new BadRequest(400, 'There is no such application.');
  if (application.signOnUrl !== '') return seeOther(application.signOnUrl);
  const signedIn = lookAlike.sessions.find(request.sessionId);
  const picked = request.form.has('account') ? readAccount(request) : null;
  const account = picked ?? lastUsed(signedIn);
  if (account === null) {
    return pickFor(lookAlike, request, {
      action: '/myapps/launch',
      applicationName: application.name,
      appId: application.appId,
    });
  }
  const headers = picked === null ? {} : openSession(lookAlike, request, picked);
  return answer(lookAlike, {
    application,
    account,
    answers: null,
    acsUrl: application.replyUrls[0] ?? '',
    authnInstantMs: signedIn.get(account.objectId) ?? lookAlike.tenant.nowMs(),
    relayState: null,
    headers,
    sessionId: sessionIdAfter(request, headers),
  });
}

function readAccount(request: Request): Account {
  const account = findAccount(request.form.get('account') ?? '');
  if (account === null) throw new BadRequest(400, 'There is no such account.');
  return account;
}

function pickFor(
  lookAlike: LookAlike,
  request: Request,
  next: { readonly action: string; readonly applicationName?: string; readonly appId?: string },
): Reply {
  const signedIn = lookAlike.sessions.find(request.sessionId);
  const picker = accountPickerPage({
    applicationName: next.applicationName ?? 'My Apps',
    action: next.action,
    fields: next.appId === undefined ? {} : { appId: next.appId },
    ...splitAccounts(signedIn),
    asksAgain: false,
  });
  return page(picker);
}

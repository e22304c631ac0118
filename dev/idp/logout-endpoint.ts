import { errorReply } from './answer.ts';
import { child } from './authn-request.ts';
import { page, seeOther, type Reply, type Request } from './http.ts';
import { findApplication, type LookAlike } from './look-alike.ts';
import { logoutRequestUrl, logoutResponseUrl } from './logout.ts';
import { signedOutPage } from './pages/signed-out-page.ts';
import type { ReadElement } from './xml-read.ts';

const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';

/**
 * An application's LogoutRequest: the session here ends, whoever is named (Entra does not look at the value). The answer goes
 * to the Logout URL; without one nothing comes back.
 */
export function receiveLogout(lookAlike: LookAlike, request: Request, message: ReadElement): Reply {
  if (child(message, ASSERTION, 'NameID') === null)
    return errorReply(lookAlike, { code: '7500530', found: null });
  const { tenant, sessions } = lookAlike;
  const issuer = child(message, ASSERTION, 'Issuer')?.text.trim();
  const application = tenant.applications.find((one) => one.identifier === issuer);
  sessions.end(request.sessionId);
  if (application === undefined || (application.logoutUrl ?? '') === '')
    return page(signedOutPage([]));
  const id = message.attributes.get('ID') ?? '';
  return seeOther(
    logoutResponseUrl(tenant, application, { id, relayState: request.query.get('RelayState') }),
  );
}

/** The person signs out here: every application that has a Logout URL is told, in an iframe. */
export function signOut(lookAlike: LookAlike, request: Request): Reply {
  const { tenant, sessions } = lookAlike;
  const urls = sessions.participants(request.sessionId).flatMap((participant) => {
    const application = findApplication(lookAlike, participant.appId);
    return application === null || (application.logoutUrl ?? '') === ''
      ? []
      : [logoutRequestUrl(tenant, application, participant)];
  });
  sessions.end(request.sessionId);
  if (urls.length === 0) return seeOther('/myapps');
  return page(signedOutPage(urls), 200, {
    'content-security-policy':
      "default-src 'none'; style-src 'self'; img-src data:; frame-src http: https:; base-uri 'none'; frame-ancestors 'none'",
  });
}

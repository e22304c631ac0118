import type { Application } from './application.ts';
import { BadRequest, page, seeOther, type Reply, type Request } from './http.ts';
import { entityIdOf, ssoUrlOf } from './identity-provider.ts';
import { findApplication, type LookAlike } from './look-alike.ts';
import { metadataUrlOf } from './metadata-endpoint.ts';
import { portalPage } from './pages/portal-page.ts';
import { readSettings } from './settings.ts';
import { makeAppCertificate } from './tenant.ts';
import { readEncryptionCertificate } from './xml-encryption.ts';

/** GET /portal: "Set up single sign-on with SAML" of every application. */
export function showPortal(lookAlike: LookAlike): Reply {
  const { tenant } = lookAlike;
  const applications = tenant.applications.map((application) => ({
    application,
    metadataUrl: metadataUrlOf(tenant, application.appId),
    signingThumbprint: application.certificates.signing(tenant.nowMs()).thumbprint,
  }));
  const facts = { loginUrl: ssoUrlOf(tenant), entityId: entityIdOf(tenant.tenantId) };
  return page(portalPage(facts, applications));
}

export function changeSettings(lookAlike: LookAlike, request: Request): Reply {
  const application = getApplication(lookAlike, request);
  application.settings = readSettings((name) => request.form.get(name), application.settings);
  lookAlike.save();
  return seeOther('/portal');
}

/** "Token encryption": a certificate to encrypt for, or none. */
export function changeEncryption(lookAlike: LookAlike, request: Request): Reply {
  const application = getApplication(lookAlike, request);
  const pasted = (request.form.get('certificate') ?? '').trim();
  const certificateBase64 = pasted === '' ? null : readEncryptionCertificate(pasted);
  if (pasted !== '' && certificateBase64 === null) {
    throw new BadRequest(400, 'That is not a certificate of an RSA key, as PEM or base64.');
  }
  application.encryptionCertificateBase64 = certificateBase64;
  lookAlike.save();
  return seeOther('/portal');
}

/** The three steps of a rollover: add (inactive), make active, delete the old one. */
export async function changeCertificates(lookAlike: LookAlike, request: Request): Promise<Reply> {
  const { certificates } = getApplication(lookAlike, request);
  const thumbprint = request.form.get('thumbprint') ?? '';
  switch (request.form.get('do')) {
    case 'add':
      certificates.add(
        await makeAppCertificate({ nowMs: lookAlike.tenant.nowMs(), keyBits: lookAlike.keyBits }),
      );
      break;
    case 'activate':
      if (!certificates.activate(thumbprint)) throw new BadRequest(400, 'No such certificate.');
      break;
    case 'remove':
      if (!certificates.remove(thumbprint)) {
        throw new BadRequest(400, 'The active certificate cannot be deleted.');
      }
      break;
    default:
      throw new BadRequest(400, 'Nothing to do.');
  }
  lookAlike.save();
  return seeOther('/portal');
}

function getApplication(lookAlike: LookAlike, request: Request): Application {
  const application = findApplication(lookAlike, request.form.get('appId'));
  if (application === null) throw new BadRequest(400, 'There is no such application.');
  return application;
}

import { errorReply } from './answer.ts';
import { BadRequest, file, seeOther, type Request } from './http.ts';
import type { Handler, LookAlike } from './look-alike.ts';
import { showCommonMetadata, showMetadata } from './metadata-endpoint.ts';
import { signOut } from './logout-endpoint.ts';
import { launch, showMyApps, signIn, switchAccount } from './my-apps-endpoint.ts';
import { continueScript, styleSheet } from './pages/assets.ts';
import { CONTINUE_SCRIPT_PATH, STYLE_PATH } from './pages/layout.ts';
import {
  changeCertificates,
  changeEncryption,
  changeSettings,
  showPortal,
} from './portal-endpoint.ts';
import { pickAccount, receivePost, receiveRedirect } from './sign-in-endpoint.ts';

const METADATA = '/federationmetadata/2007-06/federationmetadata.xml';

/** `<tid>` stands for the tenant's id, in any case, as the whole path may be. */
const ROUTES: Readonly<Record<string, Handler>> = {
  'GET /': () => seeOther('/myapps'),
  'GET /<tid>/saml2': receiveRedirect,
  'POST /<tid>/saml2': receivePost,
  'POST /<tid>/login': ownPagesOnly(pickAccount),
  [`GET /<tid>${METADATA}`]: showMetadata,
  [`GET /common${METADATA}`]: showCommonMetadata,
  'GET /myapps': showMyApps,
  'GET /myapps/switch': switchAccount,
  'POST /myapps/sign-in': ownPagesOnly(signIn),
  'POST /myapps/sign-out': ownPagesOnly(signOut),
  'POST /myapps/launch': ownPagesOnly(launch),
  'GET /portal': showPortal,
  'POST /portal/settings': ownPagesOnly(changeSettings),
  'POST /portal/encryption': ownPagesOnly(changeEncryption),
  'POST /portal/certificates': ownPagesOnly(changeCertificates),
  [`GET ${STYLE_PATH}`]: () => file('text/css; charset=utf-8', styleSheet),
  [`GET ${CONTINUE_SCRIPT_PATH}`]: () => file('text/javascript; charset=utf-8', continueScript),
};

const TENANT_PATH = /^\/([0-9a-z.-]+)(\/(?:saml2|login|federationmetadata\/.*))$/;

export function route(lookAlike: LookAlike, request: Request): Handler {
  const path = request.path.toLowerCase();
  const [, tenantId, rest] = TENANT_PATH.exec(path) ?? [];
  const isOwn = tenantId === lookAlike.tenant.tenantId;
  const handler = ROUTES[`${request.method} ${isOwn ? `/<tid>${rest ?? ''}` : path}`];
  if (handler !== undefined) return handler;
  if (tenantId !== undefined && !isOwn) {
    return () => errorReply(lookAlike, { code: '90002', found: tenantId });
  }
  throw new BadRequest(404, 'There is no such page.');
}

/** What changes something here is asked for by a page of ours, or by no page at all. */
function ownPagesOnly(handler: Handler): Handler {
  return (lookAlike, request) => {
    if (!request.isFromOwnPages) throw new BadRequest(403, 'Another site’s page asked for this.');
    return handler(lookAlike, request);
  };
}

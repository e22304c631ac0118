import { file, type Reply, type Request } from './http.ts';
import { metadataOf, type Tenant } from './identity-provider.ts';
import { findApplication, type LookAlike } from './look-alike.ts';
import { errorReply } from './answer.ts';

const PATH = 'federationmetadata/2007-06/federationmetadata.xml';
/** Entra's documents begin with a byte order mark. */
const BYTE_ORDER_MARK = '\uFEFF';

/** The portal's "App Federation Metadata Url". */
export function metadataUrlOf(tenant: Tenant, appId: string): string {
  return `${tenant.publicOrigin}/${tenant.tenantId}/${PATH}?appid=${appId}`;
}

/** Without `appid` it is the tenant's document, whose keys no application signs with. */
export function showMetadata(lookAlike: LookAlike, request: Request): Reply {
  const appId = request.query.get('appid');
  const application = findApplication(lookAlike, appId);
  if (appId !== null && application === null) {
    return errorReply(lookAlike, { code: '700016', found: appId });
  }
  return document(metadataOf(lookAlike.tenant, application));
}

/** /common/...: of no tenant in particular; its entity ID is a template, and no issuer. */
export function showCommonMetadata(lookAlike: LookAlike): Reply {
  return document(metadataOf({ ...lookAlike.tenant, tenantId: '{tenantid}' }, null));
}

function document(xml: string): Reply {
  return file('application/xml; charset=utf-8', `${BYTE_ORDER_MARK}${xml}`);
}

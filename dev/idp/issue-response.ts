import { findAccount, type Account } from './accounts.ts';
import type { AuthnRequest } from './authn-request.ts';
import { contentOf, type Tenant } from './identity-provider.ts';
import { buildResponse, type ResponseContent, type ResponseSigning } from './response.ts';
import { signInErrors } from './sign-in-error.ts';
import { printDocument } from './xml-tree.ts';

export interface IssueOptions {
  /** appId, name or Identifier; the first application where it is left out. */
  readonly app?: string;
  /** Or its object id or user principal name. */
  readonly account: Account | string;
  /** The ID of the AuthnRequest; null: unsolicited. */
  readonly inResponseTo: string | null;
  readonly acsUrl?: string;
  readonly relayState?: string | null;
  readonly authnInstantMs?: number;
  /** Single fields otherwise than Entra would fill them. */
  readonly overrides?: Partial<ResponseContent>;
  /** Another element, hash or key than the application's settings say. */
  readonly signing?: Partial<ResponseSigning>;
}

export interface IssuedResponse {
  readonly xml: string;
  readonly base64: string;
  readonly acsUrl: string;
  readonly relayState: string | null;
  readonly content: ResponseContent;
}

/** A response without a browser, for tests; it throws where Entra would show its own error page. */
export function issueResponse(tenant: Tenant, options: IssueOptions): IssuedResponse {
  const application = tenant.applications.find(
    (one) =>
      options.app === undefined || [one.appId, one.name, one.identifier].includes(options.app),
  );
  if (application === undefined) throw new Error(`No application ${options.app ?? ''}.`);
  const account = getAccount(options.account);
  const acsUrl = options.acsUrl ?? application.replyUrls[0] ?? '';
  const content = contentOf(tenant, {
    application,
    account,
    answers: options.inResponseTo === null ? null : plainRequest(options.inResponseTo, application),
    acsUrl,
    authnInstantMs: options.authnInstantMs ?? tenant.nowMs(),
  });
  if (!content.ok) {
    throw new Error(`AADSTS${content.error.code}: ${signInErrors[content.error.code]}`);
  }
  const complete = { ...content.value, ...options.overrides };
  const response = buildResponse(complete, {
    signedElement: application.settings.signedElement,
    hash: application.settings.signatureHash,
    key: application.certificates.signing(tenant.nowMs()),
    encryptionCertificateBase64: application.encryptionCertificateBase64,
    ...options.signing,
  });
  const xml = printDocument(response);
  const base64 = Buffer.from(xml, 'utf8').toString('base64');
  return { xml, base64, acsUrl, relayState: options.relayState ?? null, content: complete };
}

function getAccount(account: Account | string): Account {
  if (typeof account !== 'string') return account;
  const found = findAccount(account);
  if (found === null) throw new Error(`No account ${account}.`);
  return found;
}

/** A request that asks for nothing in particular. */
function plainRequest(id: string, application: { readonly identifier: string }): AuthnRequest {
  return {
    id,
    issuer: application.identifier,
    destination: null,
    acsUrl: null,
    nameIdFormat: null,
    asksSpNameQualifier: false,
    requestedContexts: [],
    forceAuthn: false,
    isPassive: false,
  };
}

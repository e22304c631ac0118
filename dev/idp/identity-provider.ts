import { randomUUID } from 'node:crypto';
import type { Account, AuthenticationMethod } from './accounts.ts';
import type { Application } from './application.ts';
import type { AuthnRequest } from './authn-request.ts';
import type { SigningCertificate } from './certificates.ts';
import { claimsOf } from './claims.ts';
import { buildMetadata } from './metadata.ts';
import { nameIdOf } from './name-id.ts';
import { buildFailureResponse, type FailureContent, type ResponseContent } from './response.ts';
import { fail, succeed, type Outcome } from './sign-in-error.ts';
import { printDocument } from './xml-tree.ts';

/** One Entra tenant: who it is, which applications it knows, what it says about a person. No HTTP in here. */
export interface Tenant {
  readonly tenantId: string;
  readonly publicOrigin: string;
  readonly applications: readonly Application[];
  /** Signs metadata that is asked for without an application; no application's responses. */
  readonly tenantCertificate: SigningCertificate;
  readonly nowMs: () => number;
}

const MINUTE_MS = 60_000;
/** Seen in published traces: five minutes back, an hour ahead. */
const NOT_BEFORE_MS = -5 * MINUTE_MS;
const NOT_ON_OR_AFTER_MS = 60 * MINUTE_MS;

const CONTEXTS = 'urn:oasis:names:tc:SAML:2.0:ac:classes';
const UNSPECIFIED = `${CONTEXTS}:unspecified`;
/** What a request may ask for and be content with; the first is what the assertion says. */
const SATISFIED_BY: Readonly<Record<AuthenticationMethod, readonly [string, ...string[]]>> = {
  password: [`${CONTEXTS}:Password`, `${CONTEXTS}:PasswordProtectedTransport`, UNSPECIFIED],
  x509: [`${CONTEXTS}:X509`, `${CONTEXTS}:TLSClient`, UNSPECIFIED],
};

export function entityIdOf(tenantId: string): string {
  return `https://sts.windows.net/${tenantId}/`;
}

export function ssoUrlOf(tenant: Tenant): string {
  return `${tenant.publicOrigin}/${tenant.tenantId}/saml2`;
}

/** Null: the tenant's own metadata, as where the address lacks `appid`. */
export function metadataOf(tenant: Tenant, application: Application | null): string {
  const certificates = application?.certificates.list() ?? [tenant.tenantCertificate];
  return buildMetadata({
    id: `_${randomUUID()}`,
    entityId: entityIdOf(tenant.tenantId),
    ssoUrl: ssoUrlOf(tenant),
    wsFederationUrl: `${tenant.publicOrigin}/${tenant.tenantId}/wsfed`,
    signingKey: application?.certificates.signing(tenant.nowMs()) ?? tenant.tenantCertificate,
    certificatesBase64: certificates.map((one) => one.certificateBase64),
  });
}

export interface AcceptedRequest {
  readonly request: AuthnRequest;
  readonly application: Application;
  readonly acsUrl: string;
}

/** The checks of a request against the tenant, before anyone is asked to sign in. */
export function checkRequest(tenant: Tenant, request: AuthnRequest): Outcome<AcceptedRequest> {
  const application = tenant.applications.find((one) => one.identifier === request.issuer);
  if (application === undefined) return fail('700016', request.issuer);
  if (request.destination !== null && request.destination !== ssoUrlOf(tenant)) {
    return fail('75008', request.destination);
  }
  const acsUrl = request.acsUrl ?? application.replyUrls[0];
  if (acsUrl === undefined || !/^https?:\/\/[^/]/i.test(acsUrl))
    return fail('7500511', acsUrl ?? null);
  if (!application.replyUrls.includes(acsUrl)) return fail('50011', acsUrl);
  return succeed({ request, application, acsUrl });
}

export interface Issue {
  readonly application: Application;
  readonly account: Account;
  /** Null: nobody asked (My Apps, "Test this application" without a Sign-on URL). */
  readonly answers: AuthnRequest | null;
  readonly acsUrl: string;
  readonly authnInstantMs: number;
}

/** What the tenant says of the account to the application, or why it says nothing. */
export function contentOf(tenant: Tenant, issue: Issue): Outcome<ResponseContent> {
  const { application, account, answers, acsUrl } = issue;
  if (!account.isAssigned) return fail('50105', account.userPrincipalName);
  const authnContextClassRef = chooseContext(account, answers);
  if (authnContextClassRef === null)
    return fail('75011', answers?.requestedContexts.join(', ') ?? null);
  const nameId = nameIdOf(account, application.settings.nameIdSource, {
    identifier: application.identifier,
    requestedFormat: answers?.nameIdFormat ?? null,
  });
  if (nameId === null) return fail('501241', application.settings.nameIdSource);
  const nowMs = tenant.nowMs();
  const entityId = entityIdOf(tenant.tenantId);
  const assertionId = `_${randomUUID()}`;
  return succeed({
    responseId: `_${randomUUID()}`,
    assertionId,
    issuer: entityId,
    issueInstantMs: nowMs,
    inResponseTo: answers?.id ?? null,
    destination: acsUrl,
    recipient: acsUrl,
    audience: audienceOf(application.identifier),
    nameId,
    notBeforeMs: nowMs + NOT_BEFORE_MS,
    notOnOrAfterMs: nowMs + NOT_ON_OR_AFTER_MS,
    subjectNotOnOrAfterMs: nowMs + NOT_ON_OR_AFTER_MS,
    claims: claimsOf(account, {
      tenantId: tenant.tenantId,
      entityId,
      settings: application.settings,
    }),
    authnInstantMs: issue.authnInstantMs,
    authnContextClassRef,
    sessionIndex: assertionId,
  });
}

/** Entra sends an Identifier that is no URI back as a service principal name. */
function audienceOf(identifier: string): string {
  return /^[A-Za-z][A-Za-z0-9+.-]*:/.test(identifier) ? identifier : `spn:${identifier}`;
}

/** Null: signed in another way than asked for. With ForceAuthn the person signs in anew, in the way asked for. */
function chooseContext(account: Account, request: AuthnRequest | null): string | null {
  const satisfied = SATISFIED_BY[account.authenticatedBy];
  const requested = request?.requestedContexts ?? [];
  if (requested.length === 0) return satisfied[0];
  if (request?.forceAuthn === true) return requested[0] ?? null;
  return requested.some((context) => satisfied.includes(context)) ? satisfied[0] : null;
}

/** The failures of which Entra tells the service; all others stay on Entra's own page. */
export function failureFor(
  tenant: Tenant,
  request: AuthnRequest,
  failure: Pick<FailureContent, 'status' | 'subStatus' | 'message'>,
): string {
  return printDocument(
    buildFailureResponse({
      responseId: `_${randomUUID()}`,
      issuer: entityIdOf(tenant.tenantId),
      issueInstantMs: tenant.nowMs(),
      inResponseTo: request.id,
      ...failure,
    }),
  );
}

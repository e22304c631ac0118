import { SAML, type SamlConfig } from '@node-saml/passport-saml';
import { escapeXml } from '../../xml/index.js';

export interface AuthnRequestOptions {
  readonly spEntityId: string;
  readonly acsUrl: string;
  /** The IdP's endpoint for the binding in use, from its metadata, verbatim; may have a query of its own. */
  readonly ssoUrl: string;
  readonly nowMs: number;
  /** SAML core 3.4.1: the IdP must ask the person again, whatever session it has. */
  readonly forceAuthn?: boolean;
}

export interface AuthnRequestForm {
  readonly action: string;
  /** Hidden fields, to be escaped by the page that shows them. */
  readonly fields: Readonly<Record<string, string>>;
}

/** An ID of ours: `_` and 20 random bytes in hex (Entra: an ID must not begin with a digit). */
const REQUEST_ID = /^_[0-9a-f]{40}$/;

/**
 * The redirect that asks the IdP to sign somebody in (SAML bindings 3.4, DEFLATE). `loginHint` is a query parameter of
 * Entra's; a Subject in the request would be refused (AADSTS900236).
 */
export async function authnRequestUrl(
  options: AuthnRequestOptions,
  requestId: string,
  relayState: string,
  loginHint?: string,
): Promise<string> {
  const additionalParams = loginHint === undefined ? {} : { login_hint: loginHint };
  return new AuthnRequestWriter(options, requestId, false).getAuthorizeUrlAsync(
    relayState,
    undefined,
    { additionalParams },
  );
}

/**
 * The same for an IdP that offers HTTP-POST only (SAML bindings 3.5: base64, not deflated): what a form has to hold. The
 * page is ours, node-saml's has an inline script.
 */
export async function authnRequestForm(
  options: AuthnRequestOptions,
  requestId: string,
  relayState: string,
): Promise<AuthnRequestForm> {
  const writer = new AuthnRequestWriter(options, requestId, true);
  const message = await writer.getAuthorizeMessageAsync(relayState);
  const fields = { SAMLRequest: String(message['SAMLRequest']), RelayState: relayState };
  return { action: options.ssoUrl, fields };
}

/**
 * node-saml with the AuthnRequest's text from here: it always writes a NameIDPolicy, and takes the time from a clock of its
 * own. Encoding (and signing, once there are keys) stay with the library.
 */
class AuthnRequestWriter extends SAML {
  readonly #request: AuthnRequestOptions;
  readonly #requestId: string;

  constructor(request: AuthnRequestOptions, requestId: string, isPost: boolean) {
    super(writerOptions(request, isPost));
    if (!REQUEST_ID.test(requestId))
      throw new Error('an AuthnRequest needs an ID of 20 random bytes');
    this.#request = request;
    this.#requestId = requestId;
  }

  protected override generateAuthorizeRequestAsync(): Promise<string> {
    return Promise.resolve(authnRequestXml(this.#request, this.#requestId));
  }
}

function writerOptions(
  { spEntityId, acsUrl, ssoUrl }: AuthnRequestOptions,
  isPost: boolean,
): SamlConfig {
  return {
    issuer: spEntityId,
    callbackUrl: acsUrl,
    entryPoint: ssoUrl,
    idpCert: 'unused', // the library wants one; nothing is verified here
    skipRequestCompression: isPost,
    signatureAlgorithm: 'sha256',
    digestAlgorithm: 'sha256',
  };
}

/**
 * SAML core 3.4.1, as the Kantara deployment profile SP04-SP07 and Entra want it: the ACS by URL, no NameIDPolicy, no
 * RequestedAuthnContext (AADSTS75011), no Subject, no Scoping.
 */
function authnRequestXml(request: AuthnRequestOptions, requestId: string): string {
  const attributes = {
    ID: requestId,
    Version: '2.0',
    IssueInstant: new Date(request.nowMs).toISOString(),
    Destination: request.ssoUrl,
    ProtocolBinding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST',
    AssertionConsumerServiceURL: request.acsUrl,
    ...(request.forceAuthn === true ? { ForceAuthn: 'true' } : {}),
  };
  const written = Object.entries(attributes).map(
    ([name, value]) => ` ${name}="${escapeXml(value)}"`,
  );
  return (
    `<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"${written.join('')}>` +
    '<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">' +
    `${escapeXml(request.spEntityId)}</saml:Issuer></samlp:AuthnRequest>`
  );
}

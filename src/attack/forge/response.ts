import { assertionXml, type AssertionOptions } from './assertion.js';
import { signatureOver, type DigestAlgorithm, type SignatureAlgorithm } from './signature.js';
import { ASSERTION, PROTOCOL, SUCCESS } from './names.js';
import { type SigningKey } from './signing-key.js';
import { attributes, text } from './xml-text.js';

export type Signed = 'assertion' | 'response' | 'both' | 'none';
type Edit = (xml: string) => string;

export interface ResponseOptions extends AssertionOptions {
  readonly key: SigningKey;
  readonly signed?: Signed;
  readonly algorithm?: SignatureAlgorithm;
  readonly digest?: DigestAlgorithm;
  readonly keyInfoCertificates?: readonly string[];
  readonly signaturePrefix?: '' | 'ds';
  readonly editSignedInfo?: Edit;
  readonly responseId?: string;
  readonly responseIssueInstant?: string;
  readonly responseInResponseTo?: string | null; // the request ID unless said otherwise
  readonly responseVersion?: string;
  readonly responseIssuer?: string | null;
  readonly responseIssuerFormat?: string | null;
  readonly destination?: string | null;
  /** The Status element in canonical form, without its namespace declaration: `samlp` is bound. */
  readonly status?: string;
  /** Canonical elements between Issuer and Status. */
  readonly extensions?: string;
  /** No assertion at all, as in an error response. */
  readonly withoutAssertion?: boolean;
  /** Changes before signing: whoever edits keeps the canonical form, or the signature will not verify. */
  readonly editAssertion?: Edit;
  readonly editResponse?: Edit;
  /** A change after signing: what an attacker does, or a pretty printer. */
  readonly rawEdit?: Edit;
}

export type SigningOptions = Pick<
  ResponseOptions,
  'key' | 'algorithm' | 'digest' | 'keyInfoCertificates' | 'signaturePrefix' | 'editSignedInfo'
>;

export interface BuiltResponse {
  readonly xml: string;
  readonly base64: string;
  readonly responseId: string;
  readonly assertionId: string;
  /** An application/x-www-form-urlencoded body, as a browser posts it. */
  form(relayState?: string): string;
}

/**
 * A response as Entra sends it: valid by default, signed assertion, RSA-SHA256. Say only what matters:
 * `{ ...parties, key, audiences: [[OTHER]] }`. It is text from the first byte to the last; see signature.ts.
 */
export function aResponse(options: ResponseOptions): BuiltResponse {
  const { responseId = '_0b6f1a52-7c1e-4f0e-9a55-2f4f3f0a7d11' } = options;
  const { assertionId = '_a81d4c90-35c2-4d0b-bb1e-6f0e7c2d9f00' } = options;
  const plain = { ...options, responseId, assertionId };
  const unsigned = options.withoutAssertion ? '' : assertionXml(plain);
  const edited = options.editAssertion?.(unsigned) ?? unsigned;
  const assertion = signs(options, 'assertion')
    ? withSignature(edited, assertionId, options)
    : edited;
  const response =
    options.editResponse?.(responseXml(plain, assertion)) ?? responseXml(plain, assertion);
  const signed = signs(options, 'response')
    ? withSignature(response, responseId, options)
    : response;
  return builtResponse(options.rawEdit?.(signed) ?? signed, responseId, assertionId);
}

export function builtResponse(xml: string, responseId: string, assertionId: string): BuiltResponse {
  const base64 = Buffer.from(xml, 'utf8').toString('base64');
  return { xml, base64, responseId, assertionId, form: (relayState) => formOf(base64, relayState) };
}

export function formOf(base64: string, relayState?: string): string {
  const form = new URLSearchParams({ SAMLResponse: base64 });
  if (relayState !== undefined) form.set('RelayState', relayState);
  return form.toString();
}

function signs(
  { signed = 'assertion' }: Pick<ResponseOptions, 'signed'>,
  element: 'assertion' | 'response',
): boolean {
  return signed === element || signed === 'both';
}

/** Signs an element in canonical form and puts the signature where SAML wants it: after the first `</Issuer>`. */
export function withSignature(canonicalXml: string, id: string, options: SigningOptions): string {
  const { algorithm, digest, keyInfoCertificates, editSignedInfo, signaturePrefix } = options;
  const signature = signatureOver(canonicalXml, id, {
    key: options.key,
    ...(algorithm && { algorithm }),
    ...(digest && { digest }),
    ...(keyInfoCertificates && { keyInfoCertificates }),
    ...(editSignedInfo && { editSignedInfo }),
    ...(signaturePrefix && { prefix: signaturePrefix }),
  });
  const issuerEnd = canonicalXml.search(/<\/(?:saml:)?Issuer>/);
  const position =
    issuerEnd < 0 ? canonicalXml.indexOf('>') + 1 : canonicalXml.indexOf('>', issuerEnd) + 1;
  return canonicalXml.slice(0, position) + signature + canonicalXml.slice(position);
}

function responseXml(options: ResponseOptions, assertion: string): string {
  const { nowMs, requestId, responseInResponseTo = requestId } = options;
  const { destination = options.acsUrl, responseVersion = '2.0' } = options;
  const head = attributes({
    Destination: destination,
    ID: options.responseId ?? null,
    InResponseTo: responseInResponseTo,
    IssueInstant: options.responseIssueInstant ?? new Date(nowMs).toISOString(),
    Version: responseVersion,
  });
  const success = `<samlp:Status><samlp:StatusCode Value="${SUCCESS}"></samlp:StatusCode></samlp:Status>`;
  return (
    `<samlp:Response xmlns:samlp="${PROTOCOL}"${head}>${responseIssuer(options)}` +
    `${options.extensions ?? ''}${options.status ?? success}${assertion}</samlp:Response>`
  );
}

function responseIssuer(options: ResponseOptions): string {
  const { responseIssuer: issuer = options.idpEntityId } = options;
  if (issuer === null) return '';
  const format = attributes({ Format: options.responseIssuerFormat ?? null });
  return `<Issuer xmlns="${ASSERTION}"${format}>${text(issuer)}</Issuer>`;
}

/** An error answer, as Entra sends them: neither signature nor Destination. */
export function anErrorResponse(
  options: ResponseOptions & { readonly message?: string },
): BuiltResponse {
  const message =
    options.message ?? 'AADSTS75006: An error occurred while processing a SAML2 request.';
  return aResponse({
    withoutAssertion: true,
    signed: 'none',
    destination: null,
    status:
      '<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Requester">' +
      '<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:RequestUnsupported"></samlp:StatusCode>' +
      `</samlp:StatusCode><samlp:StatusMessage>${text(message)}</samlp:StatusMessage></samlp:Status>`,
    ...options,
  });
}

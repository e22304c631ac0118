import type { NameId } from '../../saml/domain/verified-assertion.js';
import type { Issuer, StatusOutline } from '../../saml/domain/response-outline.js';
import type { SignatureOutline } from '../../../xml/domain/gate-signature.js';
import type { XmlElement } from '../../../xml/domain/xml-element.js';

export type LogoutKind = 'request' | 'response';

/** What came over the wire, before anything of the XML is looked at. */
export interface LogoutTransport {
  readonly kind: LogoutKind;
  readonly binding: 'redirect' | 'post';
  readonly xml: string;
  readonly relayState: string | null; // decoded; given back as it came
  /** The Redirect binding signs the query, not the document; null where it does not, and with HTTP-POST. */
  readonly detached: DetachedSignature | null;
}

export interface DetachedSignature {
  readonly algorithm: string;
  /** The raw substrings of the query that the signature is over (SAML bindings 3.4.4.1), never encoded anew. */
  readonly signedOctets: string;
  readonly value: Buffer;
}

interface LogoutHead {
  readonly element: XmlElement;
  readonly id: string;
  readonly issueInstantMs: number;
  readonly destination: string | null;
  readonly issuer: Issuer | null;
  /** Of the enveloped signature, which HTTP-POST needs and HTTP-Redirect must not have. */
  readonly signature: SignatureOutline | null;
}

/** SAML core 3.7.1. */
export interface LogoutRequest extends LogoutHead {
  readonly kind: 'request';
  readonly nameId: NameId;
  readonly sessionIndexes: readonly string[];
  readonly notOnOrAfterMs: number | null;
}

/** SAML core 3.7.2. */
export interface LogoutResponse extends LogoutHead {
  readonly kind: 'response';
  readonly inResponseTo: string | null;
  readonly status: StatusOutline;
}

export type LogoutMessage = LogoutRequest | LogoutResponse;

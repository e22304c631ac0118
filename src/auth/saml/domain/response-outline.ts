import { type SignatureOutline } from '../../../xml/domain/gate-signature.js';
import { type XmlElement } from '../../../xml/domain/xml-element.js';

/**
 * What stands where in a response that passed the gate. Nothing here is believed: it is the message as sent, before any
 * signature. It says what to verify, and gives the facts of a refusal. Identity is read from verified bytes only.
 */
export interface ResponseOutline {
  readonly id: string;
  readonly element: XmlElement; // the Response itself
  readonly issueInstant: string | null;
  readonly destination: string | null;
  readonly inResponseTo: string | null;
  readonly issuer: Issuer | null;
  readonly status: StatusOutline;
  readonly signature: SignatureOutline | null; // of the Response itself
  /** Null only where the status is an error, or the assertion is encrypted. */
  readonly assertion: AssertionOutline | null;
  readonly encrypted: XmlElement | null; // the EncryptedAssertion in its place
}

export interface AssertionOutline {
  readonly id: string;
  readonly signature: SignatureOutline | null;
  readonly element: XmlElement;
}

export interface Issuer {
  readonly value: string;
  readonly format: string | null;
}

export interface StatusOutline {
  readonly code: string;
  readonly subCode: string | null;
  readonly message: string | null; // at most 300 characters
  readonly aadsts: string | null; // the number of an Entra error, `50105`
}

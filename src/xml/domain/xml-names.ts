/** The names and URIs of XML Signature, Encryption and canonicalisation that the domain compares with, once. */
export const DSIG = 'http://www.w3.org/2000/09/xmldsig#';
export const EXCLUSIVE_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#'; // the algorithm, and InclusiveNamespaces' namespace
export const ENVELOPED_SIGNATURE = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';

/** SAML core 1.3.4 and xs:ID: an NCName; ASCII and at most 256 characters, like everything that IdPs send. */
const ID = /^[A-Za-z_][A-Za-z0-9_.-]{0,255}$/;

export function isId(value: string | null): value is string {
  return value !== null && ID.test(value);
}

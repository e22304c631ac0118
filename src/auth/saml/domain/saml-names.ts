/** The names and URIs of SAML 2.0 and XML Signature that the domain compares with, once. */
export const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';
export const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';
export const DSIG = 'http://www.w3.org/2000/09/xmldsig#';
export const EXCLUSIVE_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#'; // the algorithm, and InclusiveNamespaces' namespace
export const ENVELOPED_SIGNATURE = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';
export const SCHEMA_INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance';

export const STATUS_SUCCESS = 'urn:oasis:names:tc:SAML:2.0:status:Success';
export const METHOD_BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer';
export const FORMAT_ENTITY = 'urn:oasis:names:tc:SAML:2.0:nameid-format:entity';

/** SAML core 1.3.4 and xs:ID: an NCName; ASCII and at most 256 characters, like everything that IdPs send. */
const ID = /^[A-Za-z_][A-Za-z0-9_.-]{0,255}$/;

export function isId(value: string | null): value is string {
  return value !== null && ID.test(value);
}

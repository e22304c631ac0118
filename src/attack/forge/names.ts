export const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';
export const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';
export const SUCCESS = 'urn:oasis:names:tc:SAML:2.0:status:Success';
export const XENC = 'http://www.w3.org/2001/04/xmlenc#';

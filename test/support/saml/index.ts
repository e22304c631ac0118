/**
 * SAML responses for every test: valid and Entra-shaped by default, signed by string with node:crypto. No XML library and
 * none of the product's code takes part in building them.
 */
export {
  ACME,
  aResponse,
  anErrorResponse,
  ASSERTION,
  builtResponse,
  formOf,
  PROTOCOL,
  SUCCESS,
  withSignature,
  type BuiltResponse,
  type ResponseOptions,
  type Signed,
} from './response.js';
export {
  assertionXml,
  attributeXml,
  authnStatementXml,
  CLAIMS,
  conditionsXml,
  confirmationXml,
  inMinutes,
  subjectXml,
  type AssertionOptions,
  type Person,
} from './assertion.js';
export {
  signatureOver,
  type DigestAlgorithm,
  type SignatureAlgorithm,
  type SignatureOptions,
} from './signature.js';
export {
  aForeignKey,
  aSigningKey,
  pemOf,
  theIdpEcKey,
  theIdpKey,
  type SigningKey,
} from './signing-key.js';

/**
 * SAML responses for every test: valid, Entra-shaped and addressed to acme by default. They are built by src/attack, whose
 * catalogue begins with them too; no XML library and none of the product's rules take part.
 */
export {
  ACME,
  aResponse,
  anErrorResponse,
  assertionXml,
  type AssertionOptions,
  type ResponseOptions,
} from './response.js';
export {
  ASSERTION,
  attributeXml,
  builtResponse,
  CLAIMS,
  PROTOCOL,
  signatureOver,
  type BuiltResponse,
  type DigestAlgorithm,
  type Person,
  type SignatureAlgorithm,
  type SignatureOptions,
  type Signed,
} from '../../../src/attack/index.js';
export {
  aForeignKey,
  aSigningKey,
  pemOf,
  theIdpEcKey,
  theIdpKey,
  type SigningKey,
} from './signing-key.js';

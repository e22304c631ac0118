/**
 * What has been used against SAML, and how it is forged: one catalogue for the tests and for an operator who attacks the own
 * deployment. Owns no table, holds no key, calls nobody: keys, addresses and the time come from whoever attacks. None of the
 * product's code takes part in forging, so that nothing is a witness for itself.
 */
export {
  ATTACKS,
  type AttackContext,
  type Expected,
  type HostileCase,
  type HostileMessage,
} from './catalogue/index.js';
export { type Advisory, FAMILIES, type Family } from './catalogue/families.js';
export {
  assertionXml,
  attributeXml,
  authnStatementXml,
  CLAIMS,
  conditionsXml,
  subjectXml,
  type AssertionOptions,
  type Parties,
  type Person,
} from './forge/assertion.js';
export { encryptedAssertion, type EncryptionOptions } from './forge/encryption.js';
export { ASSERTION, PROTOCOL } from './forge/names.js';
export {
  aResponse,
  anErrorResponse,
  builtResponse,
  withSignature,
  type BuiltResponse,
  type ResponseOptions,
  type Signed,
  type SigningOptions,
} from './forge/response.js';
export {
  signatureOver,
  type DigestAlgorithm,
  type SignatureAlgorithm,
  type SignatureOptions,
} from './forge/signature.js';
export { type SigningKey } from './forge/signing-key.js';
export { attributes, text } from './forge/xml-text.js';

export { encryptedAssertion, type EncryptionOptions } from '../../../src/attack/index.js';

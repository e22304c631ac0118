/** Sealing, digests, random tokens, constant-time comparison. The only user of node:crypto's ciphers. */
export { decipherContent } from './decipher.js';
export { SecretBox } from './secret-box.js';
export { SecretsModule } from './secrets.module.js';
export { equalInConstantTime, randomToken, sha256Hex } from './tokens.js';

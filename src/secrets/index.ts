/** Sealing, digests, random tokens, constant-time comparison. The only user of node:crypto's ciphers. */
export { SecretBox } from './secret-box.js';
export { SecretsModule } from './secrets.module.js';
export { equalInConstantTime, randomToken, sha256Hex } from './tokens.js';

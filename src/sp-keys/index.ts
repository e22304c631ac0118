/**
 * Our own keys, by tenant and use: what signs our messages and what IdPs encrypt to. Owns the table `sp_keys`. Promises that a
 * private key leaves the database sealed only, that each use has at most one current and one next key, that every instance
 * knows of a new key at once, and that a retired key is destroyed.
 */
export { SpKeyEntity } from './sp-key.entity.js';
export {
  SP_KEY_USES,
  type SpKey,
  type SpKeyRecord,
  type SpKeySeals,
  type SpKeySet,
  type SpKeyUse,
} from './sp-key.js';
export { type KeyPair, SpKeyMaker } from './sp-key-maker.js';
export { removeKeysOf } from './remove-keys.js';
export { SpKeysModule } from './sp-keys.module.js';
export { SpKeys } from './sp-keys.service.js';

/**
 * Keys by which programs read the API: of one tenant or of all, by scope. Owns the table `api_keys`. Promises that a secret is
 * shown once and stored as a digest only, and that a revoked key opens nothing from the next request on.
 */
export { API_KEY_SCOPES, type ApiKey, type ApiKeyScope } from './api-key.js';
export { ApiKeyEntity } from './api-key.entity.js';
export { ApiKeysModule } from './api-keys.module.js';
export { ApiKeysService, type NewApiKey } from './api-keys.service.js';

/**
 * Calls to the outside: one client for every address that a person or a configuration names, and one for our own public
 * address. Owns no table. Promises that nothing but public https is called, unless the operator listed the host and port.
 */
export { type HostAddress, HostResolver } from './host-resolver.js';
export { type Fetched, OutboundClient, type Validators } from './outbound.client.js';
export { type OwnAnswer, OwnDeployment } from './own-deployment.client.js';
export { OutboundModule } from './outbound.module.js';
export { isPublicAddress } from './public-addresses.js';

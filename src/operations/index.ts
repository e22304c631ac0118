/** For those who run it: health, readiness, metrics, clean-up, upkeep of metadata. Owns no table. */
export { CleanUp } from './clean-up.js';
export { ConnectionDrain } from './connection-drain.js';
export { MetadataUpkeep } from './metadata-upkeep.js';
export { OperationsModule } from './operations.module.js';
export { Readiness } from './readiness.js';

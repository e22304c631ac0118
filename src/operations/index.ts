/** For those who run it: health, readiness, metrics, clean-up. Owns no table. */
export { CleanUp } from './clean-up.js';
export { OperationsModule } from './operations.module.js';

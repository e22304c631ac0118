/** A tenant's administrators at work: audit log, people, connection. Owns no table; every read of the log is on the record. */
export { AdminModule } from './admin.module.js';

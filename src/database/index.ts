/**
 * The database behind one small surface: read with Database, write with Transactions.run. Owns no table but TypeORM's
 * `migrations`. Promises that a transaction is kept whole or not at all and is run again whole on a conflict.
 */
export { Clock } from './clock.js';
export { flagColumn, idColumn, textColumn, timeColumn } from './columns.js';
export { CommitOutcomeUnknownError } from './database-error.js';
export { Database } from './database.js';
export { DatabaseModule } from './database.module.js';
export { Migrator, type MigrationStatus } from './migrator.js';
export { removeInBatches } from './remove-in-batches.js';
export {
  type Dialect,
  type Queryable,
  type SqlValue,
  type Transaction,
  Transactions,
} from './transactions.js';
export { firstUuidAt, timeOfUuidMs, uuidv7 } from './uuidv7.js';

/** What went wrong, told by the driver's code. The text of an error is never looked at. */
const CONFLICTS = new Set<string | number>([
  1213, // ER_LOCK_DEADLOCK; Galera and Group Replication report a failed certification by it too
  1205, // ER_LOCK_WAIT_TIMEOUT: only the statement was undone, the caller rolls back
  1020, // ER_CHECKREAD: MariaDB with snapshot isolation
  3101, // ER_TRANSACTION_ROLLBACK_DURING_COMMIT: Group Replication
  1180, // ER_ERROR_DURING_COMMIT: Galera
  8022, // TiDB: write conflict at commit
  9007, // TiDB: write conflict
  'SQLITE_BUSY',
  'SQLITE_BUSY_SNAPSHOT',
]);

const DUPLICATES = new Set<string | number>([
  1062,
  'SQLITE_CONSTRAINT_UNIQUE',
  'SQLITE_CONSTRAINT_PRIMARYKEY',
]);

function codesOf(error: unknown): (string | number)[] {
  const codes: (string | number)[] = [];
  for (
    let e = error;
    e instanceof Error;
    e = (e as { driverError?: unknown }).driverError ?? e.cause
  ) {
    const { errno, code } = e as { errno?: unknown; code?: unknown };
    if (typeof errno === 'number') codes.push(errno);
    if (typeof code === 'string') codes.push(code);
  }
  return codes;
}

/** Another transaction was in the way: nothing of ours was kept, the whole transaction may be run again. */
export function isConflict(error: unknown): boolean {
  return codesOf(error).some((code) => CONFLICTS.has(code));
}

export function isDuplicate(error: unknown): boolean {
  return codesOf(error).some((code) => DUPLICATES.has(code));
}

/**
 * The same error with the stack of whoever waited for the statement, down to the use case: drivers make theirs on the
 * socket's event, where nothing of that is left. To be thrown from an async function.
 */
export function withCallSite(error: unknown): unknown {
  if (error instanceof Error) Error.captureStackTrace(error, withCallSite);
  return error;
}

/** COMMIT was sent and no answer came: the transaction is kept or it is not. */
export class CommitOutcomeUnknownError extends Error {
  constructor(cause: unknown) {
    super('the database did not say whether it committed', { cause });
    this.name = 'CommitOutcomeUnknownError';
  }
}

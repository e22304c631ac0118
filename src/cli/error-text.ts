import { ConfigurationError } from '../config/index.js';
import { UserError } from '../errors/index.js';
import { printable } from './answer.js';

/** By the driver's code: what an operator can do about a database that does not answer. */
const DATABASE_SENTENCES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nothing answers at the address in DATABASE_URL: is the database running?',
  ENOTFOUND: 'The host in DATABASE_URL is unknown: check its name.',
  ETIMEDOUT:
    'The database does not answer in time: check the address in DATABASE_URL and the firewall.',
  ER_ACCESS_DENIED_ERROR: 'The database refuses user or password of DATABASE_URL.',
  ER_DBACCESS_DENIED_ERROR: 'The user in DATABASE_URL has no rights on that database.',
  ER_BAD_DB_ERROR: 'The database named in DATABASE_URL does not exist: create it first.',
  SQLITE_CANTOPEN:
    'The database file cannot be opened: check the path in DATABASE_URL and its permissions.',
  SQLITE_NOTADB: 'The file named in DATABASE_URL is no SQLite database.',
  SQLITE_BUSY: 'The database is in use by another process: try again.',
};

/** One line for what went wrong; for the configuration, one for each mistake. */
export function errorText(error: unknown, isJson: boolean): string {
  const { code, message } = describe(error);
  if (isJson) return JSON.stringify({ error: { code, message } });
  return error instanceof ConfigurationError ? error.message : printable(message);
}

function describe(error: unknown): { readonly code: string; readonly message: string } {
  if (error instanceof UserError) return { code: error.code, message: error.message };
  if (error instanceof ConfigurationError)
    return { code: 'configuration_invalid', message: error.problems.join('; ') };
  const code = driverCode(error);
  const sentence = code === null ? undefined : DATABASE_SENTENCES[code];
  if (sentence !== undefined)
    return { code: 'database_unavailable', message: `${sentence} (${code ?? ''})` };
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    code: 'failed',
    message: `Something went wrong on our side: ${text.split('\n')[0] ?? ''}`,
  };
}

/** Also why a database could not be opened: doctor says it in the same words. */
export function driverCode(error: unknown): string | null {
  for (let each = error; typeof each === 'object' && each !== null;) {
    const { code, cause } = each as { code?: unknown; cause?: unknown };
    if (typeof code === 'string') return code;
    each = cause;
  }
  return null;
}

export function databaseSentence(error: unknown): string {
  return describe(error).message;
}

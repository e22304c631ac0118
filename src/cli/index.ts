/**
 * The command line: parses, calls the services that the web calls, prints. Owns no table. Promises one line on stderr for
 * what went wrong, exit code 1 for it, and JSON on stdout with --json.
 */
export type { CliIo } from './io.js';
export { runCli } from './run-cli.js';

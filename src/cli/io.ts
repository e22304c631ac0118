import type { Readable, Writable } from 'node:stream';

/** Everything that a command touches of the process around it, so that a test can stand in for that. */
export interface CliIo {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Who the audit log names: the user of the operating system. */
  readonly userName: string;
  /** Replaces the environment and its files: for tests and tools that bring their own. */
  readonly settings?: Readonly<Record<string, string>>;
}

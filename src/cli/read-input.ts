import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { MAX_METADATA_BYTES } from '../connections/index.js';
import { UserError } from '../errors/index.js';

/** One byte more than may be imported: the importer says in its own words that it is too much. */
const MAX_BYTES = MAX_METADATA_BYTES + 1;

export async function readStdin(stdin: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stdin as AsyncIterable<Buffer | string>) {
    const bytes = Buffer.from(chunk);
    chunks.push(bytes);
    size += bytes.length;
    if (size >= MAX_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, MAX_BYTES);
}

/** @throws UserError where the file cannot be read */
export async function readFileStart(path: string): Promise<Buffer> {
  try {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      const buffer = Buffer.alloc(Math.min(size, MAX_BYTES));
      const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new UserError('file_unreadable', sentenceFor(path, error), 400, { cause: error });
  }
}

function sentenceFor(path: string, error: unknown): string {
  const { code } = error as { code?: unknown };
  const shown = JSON.stringify(path);
  if (code === 'ENOENT') return `There is no file ${shown}: check the path.`;
  if (code === 'EISDIR') return `${shown} is a folder: name the metadata file in it.`;
  if (code === 'EACCES') return `The file ${shown} may not be read by this user.`;
  return `The file ${shown} cannot be read${typeof code === 'string' ? ` (${code})` : ''}.`;
}

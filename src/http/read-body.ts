import type { Request } from 'express';
import { ProblemError } from './problem.js';

/**
 * The whole body of a request, read by us so that its bound is ours and no parser sees it first.
 * @returns null where it is larger than `maxBytes`: the rest is not read, the caller answers and closes
 * @throws ProblemError where it ends before it is whole: the sender went away, which is no failure of ours
 */
export async function readBody(req: Request, maxBytes: number): Promise<Buffer | null> {
  if (Number(req.get('content-length') ?? '0') > maxBytes) return null;
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of req as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxBytes) return null;
      chunks.push(chunk);
    }
  } catch (error) {
    if (req.complete) throw error;
    throw new ProblemError(400, 'body_incomplete', 'The request ended before its body was whole.');
  }
  return Buffer.concat(chunks);
}

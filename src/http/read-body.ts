import type { Request } from 'express';

/**
 * The whole body of a request, read by us so that its bound is ours and no parser sees it first.
 * @returns null where it is larger than `maxBytes`: the rest is not read, the caller answers and closes
 */
export async function readBody(req: Request, maxBytes: number): Promise<Buffer | null> {
  if (Number(req.get('content-length') ?? '0') > maxBytes) return null;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

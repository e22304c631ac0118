import type { Request } from 'express';

/** Which requests this browser waits for an answer to. Known to the sign-in alone, which lies above: it provides this. */
export abstract class AwaitedRequests {
  abstract awaits(req: Request, tenantId: string, nowMs: number, requestId: string): boolean;
}

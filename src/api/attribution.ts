import type { Request } from 'express';
import type { Attribution } from '../audit/index.js';
import { requestContext } from '../http/index.js';

/** Who the log names for a call: the key, or the administrator. */
export function attributionOf(req: Request): Attribution {
  const { principal, clientAddress, userAgent, requestId } = requestContext(req);
  if (!principal) throw new Error('nobody was let in on this request');
  const id = principal.kind === 'user' ? principal.userId : principal.keyId;
  return {
    actor: { kind: principal.kind, id, label: principal.label },
    origin: { ip: clientAddress, userAgent, requestId },
  };
}

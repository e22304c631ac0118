import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { SecretBox } from '../../secrets/index.js';
import { deleteCookie, readCookies, setCookie } from '../session/index.js';

/** A LogoutRequest that this browser was sent away with. */
export interface PendingLogout {
  readonly requestId: string;
  readonly connectionId: string;
  readonly startedAtMs: number;
}

const COOKIE = '__Host-imagen-logout';
const PURPOSE = 'logout';
const LIFETIME_SECONDS = 600;

/** Which answer a browser may bring, sealed into it: nothing waits on our side for an answer that may never come. */
@Injectable()
export class PendingLogouts {
  constructor(private readonly secretBox: SecretBox) {}

  set(res: Response, tenantId: string, pending: PendingLogout): void {
    const fields = [pending.requestId, pending.connectionId, pending.startedAtMs];
    const sealed = this.secretBox.seal(PURPOSE, tenantId, Buffer.from(JSON.stringify(fields)));
    // None: with HTTP-POST the answer arrives from the IdP's site.
    setCookie(res, COOKIE, sealed, { sameSite: 'none', maxAgeSeconds: LIFETIME_SECONDS });
  }

  read(req: Request, tenantId: string, nowMs: number): PendingLogout | null {
    const sealed = readCookies(req)[COOKIE];
    const plaintext = sealed === undefined ? null : this.secretBox.open(PURPOSE, tenantId, sealed);
    if (!plaintext) return null;
    const [requestId, connectionId, startedAtMs] = JSON.parse(plaintext.toString()) as [
      string,
      string,
      number,
    ];
    return nowMs - startedAtMs > LIFETIME_SECONDS * 1000
      ? null
      : { requestId, connectionId, startedAtMs };
  }

  delete(res: Response): void {
    deleteCookie(res, COOKIE, 'none');
  }
}

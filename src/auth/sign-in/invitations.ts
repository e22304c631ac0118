import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AppConfig } from '../../config/index.js';
import { type Decision, accept, refuse } from '../../errors/index.js';
import { isSameOrigin } from '../../http/index.js';
import { randomToken, SecretBox } from '../../secrets/index.js';
import type { Tenant } from '../../tenants/index.js';
import { deleteCookie, readCookies, setCookie } from '../session/index.js';

/** A response that nobody here asked for, and that this browser was asked about. */
export interface Invitation {
  readonly returnTo: string;
  readonly startedAtMs: number;
}

const COOKIE = '__Host-imagen-invitation';
const PURPOSE = 'invitation';
const TOKEN_PURPOSE = 'invitation-token';
const LIFETIME_SECONDS = 300;

/**
 * What stands between an IdP-initiated response and a session: anybody can put a response of their own into a browser, so its
 * person must say yes on a page of ours (login CSRF). The browser keeps all there is to know, sealed, for five minutes;
 * the response itself is posted and verified again.
 */
@Injectable()
export class Invitations {
  constructor(
    private readonly secretBox: SecretBox,
    private readonly config: AppConfig,
  ) {}

  /** @returns what the page's form has to bring back */
  issue(res: Response, tenant: Tenant, xmlBytes: Buffer, invitation: Invitation): string {
    const id = randomToken();
    const fields = [id, digestOf(xmlBytes), invitation.returnTo, invitation.startedAtMs];
    const sealed = this.secretBox.seal(PURPOSE, tenant.id, Buffer.from(JSON.stringify(fields)));
    // Strict: only our own page sends it. Sister hosts are same-site: the origin and the token keep them out.
    setCookie(res, COOKIE, sealed, { sameSite: 'strict', maxAgeSeconds: LIFETIME_SECONDS });
    return this.secretBox.mac(TOKEN_PURPOSE, id);
  }

  /** The invitation that this click accepts, if it came from our page and is about this very response. */
  accepted(
    req: Request,
    tenant: Tenant,
    nowMs: number,
    message: { readonly xmlBytes: Buffer; readonly relayState: string | null },
  ): Decision<Invitation> {
    if (!isSameOrigin(req, this.config.publicUrl.originOf(tenant.subdomain)))
      return refuse('invitation_unknown', { detail: 'cross_origin' });
    const sealed = readCookies(req)[COOKIE];
    const plaintext = sealed === undefined ? null : this.secretBox.open(PURPOSE, tenant.id, sealed);
    if (!plaintext) return refuse('invitation_unknown', { detail: 'cookie' });
    const [id, digest, returnTo, startedAtMs] = JSON.parse(plaintext.toString()) as [
      string,
      string,
      string,
      number,
    ];
    if (nowMs - startedAtMs > LIFETIME_SECONDS * 1000)
      return refuse('invitation_unknown', { detail: 'expired' });
    const token = message.relayState ?? '';
    const isMeant =
      this.secretBox.macMatches(TOKEN_PURPOSE, id, token) && digest === digestOf(message.xmlBytes);
    return isMeant
      ? accept({ returnTo, startedAtMs })
      : refuse('invitation_unknown', { detail: 'token' });
  }

  delete(res: Response): void {
    deleteCookie(res, COOKIE, 'strict');
  }
}

function digestOf(xmlBytes: Buffer): string {
  return createHash('sha256').update(xmlBytes).digest('base64url');
}

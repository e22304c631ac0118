import type { Request, Response } from 'express';
import { deleteCookie, readCookies, setCookie } from './cookies.js';

export const SESSION_COOKIE = '__Host-imagen-session';

/** What a browser holds: which session, and the proof. */
export interface SessionCredential {
  readonly id: string; // UUIDv7
  readonly secret: string; // 256 random bits, base64url
}

const FORMAT = /^([0-9a-f-]{36})\.([A-Za-z0-9_-]{43})$/;

export function readSessionCookie(req: Request): SessionCredential | null {
  const match = FORMAT.exec(readCookies(req)[SESSION_COOKIE] ?? '');
  return match?.[1] !== undefined && match[2] !== undefined
    ? { id: match[1], secret: match[2] }
    : null;
}

/** No Max-Age: closing the browser forgets it; the server ends it after its idle and absolute time anyway. */
export function setSessionCookie(res: Response, credential: SessionCredential): void {
  setCookie(res, SESSION_COOKIE, `${credential.id}.${credential.secret}`, { sameSite: 'lax' });
}

/** At sign-out: the session, and what attempts left behind, so that no other tab of the same browser signs in once more. */
export function deleteOurCookies(req: Request, res: Response): void {
  for (const name of Object.keys(readCookies(req))) {
    if (isOurs(name)) deleteCookie(res, name, name === SESSION_COOKIE ? 'lax' : 'none');
  }
}

function isOurs(name: string): name is `__Host-${string}` {
  return /^__Host-imagen-[a-z0-9-]+$/.test(name);
}

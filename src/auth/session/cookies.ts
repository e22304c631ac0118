import { parseCookie, stringifySetCookie } from 'cookie';
import type { Request, Response } from 'express';

/** Cookies of a request. `__Host-` names cannot be set by a sister host, so the first of a name is ours. */
export function readCookies(req: Request): Readonly<Record<string, string | undefined>> {
  return parseCookie(req.get('cookie') ?? '');
}

export interface CookieOptions {
  /**
   * `lax` for the session. `none` only for what the ACS must see: its POST comes from the IdP's site, where a browser
   * sends nothing else. `strict` for what only a form of our own page brings.
   */
  readonly sameSite: 'lax' | 'none' | 'strict';
  readonly maxAgeSeconds?: number; // absent: until the browser closes
}

/** One set of flags for development and production: browsers take Secure on http://*.localhost. */
export function setCookie(
  res: Response,
  name: `__Host-${string}`,
  value: string,
  options: CookieOptions,
): void {
  res.append(
    'Set-Cookie',
    stringifySetCookie({
      name,
      value,
      path: '/',
      secure: true,
      httpOnly: true,
      sameSite: options.sameSite,
      ...(options.maxAgeSeconds === undefined ? {} : { maxAge: options.maxAgeSeconds }),
    }),
  );
}

export function deleteCookie(
  res: Response,
  name: `__Host-${string}`,
  sameSite: CookieOptions['sameSite'],
): void {
  setCookie(res, name, '', { sameSite, maxAgeSeconds: 0 });
}

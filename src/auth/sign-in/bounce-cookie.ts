import type { Request, Response } from 'express';
import { deleteCookie, readCookies, setCookie } from '../session/index.js';

const COOKIE = '__Host-imagen-bounce';
const LIFETIME_SECONDS = 300;

/** That this browser was just sent to start a sign-in of its own: where it is gone, cookies are blocked. */
export const bounceCookie = {
  set(res: Response): void {
    setCookie(res, COOKIE, '1', { sameSite: 'none', maxAgeSeconds: LIFETIME_SECONDS });
  },
  isSet(req: Request): boolean {
    return readCookies(req)[COOKIE] !== undefined;
  },
  delete(res: Response): void {
    deleteCookie(res, COOKIE, 'none');
  },
};

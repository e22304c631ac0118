import { accounts, findAccount, type Account } from './accounts.ts';
import type { Application } from './application.ts';
import type { Reply, Request } from './http.ts';
import type { Tenant } from './identity-provider.ts';
import type { Sessions, SignedIn } from './sessions.ts';

/** What the endpoints share. */
export interface LookAlike {
  readonly tenant: Tenant;
  readonly sessions: Sessions;
  readonly cookieName: string;
  readonly keyBits: number;
  /** After a change of settings or certificates; does nothing where all is kept in memory. */
  readonly save: () => void;
}

export type Handler = (lookAlike: LookAlike, request: Request) => Reply | Promise<Reply>;

export function findApplication(lookAlike: LookAlike, appId: string | null): Application | null {
  return lookAlike.tenant.applications.find((one) => one.appId === appId?.toLowerCase()) ?? null;
}

/** Accounts of the browser's session first come, then the rest of the directory. */
export function splitAccounts(signedIn: SignedIn): { signedIn: Account[]; others: Account[] } {
  return {
    signedIn: accounts.filter((account) => signedIn.has(account.objectId)),
    others: accounts.filter((account) => !signedIn.has(account.objectId)),
  };
}

export function lastUsed(signedIn: SignedIn): Account | null {
  const objectId = [...signedIn.keys()].at(-1);
  return objectId === undefined ? null : findAccount(objectId);
}

/** The browser's session once it has taken these headers. */
export function sessionIdAfter(request: Request, headers: Reply['headers']): string | null {
  return /=([^;]+)/.exec(headers['set-cookie'] ?? '')?.[1] ?? request.sessionId;
}

/** Signs the account in as of `atMs`, makes it the last used, and says which cookie to set. */
export function openSession(
  lookAlike: LookAlike,
  request: Request,
  account: Account,
  atMs = lookAlike.tenant.nowMs(),
): { readonly 'set-cookie': string } {
  const { sessions, cookieName } = lookAlike;
  const id = sessions.signIn(request.sessionId, account.objectId, atMs);
  return { 'set-cookie': `${cookieName}=${id}; Path=/; HttpOnly; SameSite=Lax` };
}

import { randomBytes } from 'node:crypto';
import type { Participant } from './logout.ts';

/** A browser's accounts, most recently used last, each with the time it signed in. */
export type SignedIn = ReadonlyMap<string, number>;

const MAX_SESSIONS = 1000;
const NOBODY: SignedIn = new Map();

/** The IdP's own sessions, in memory: a restart signs everyone out, as clearing the browser's cookies would. */
export class Sessions {
  readonly #byId = new Map<string, SignedIn>();
  readonly #participants = new Map<string, readonly Participant[]>();

  find(sessionId: string | null): SignedIn {
    return (sessionId === null ? undefined : this.#byId.get(sessionId)) ?? NOBODY;
  }

  /** Adds the account, or moves it to the end; returns the session's id, a new one where there was none. */
  signIn(sessionId: string | null, objectId: string, atMs: number): string {
    const isKnown = sessionId !== null && this.#byId.has(sessionId);
    const id = isKnown ? sessionId : randomBytes(24).toString('base64url');
    const accounts = new Map(this.find(sessionId));
    accounts.delete(objectId);
    this.#byId.set(id, accounts.set(objectId, atMs));
    const oldest = this.#byId.keys().next().value;
    if (this.#byId.size > MAX_SESSIONS && oldest !== undefined) this.end(oldest);
    return id;
  }

  /** Applications that this browser was signed in to, in order. */
  participants(sessionId: string | null): readonly Participant[] {
    return (sessionId === null ? undefined : this.#participants.get(sessionId)) ?? [];
  }

  join(sessionId: string | null, participant: Participant): void {
    if (sessionId === null || !this.#byId.has(sessionId)) return;
    this.#participants.set(sessionId, [...this.participants(sessionId), participant]);
  }

  end(sessionId: string | null): void {
    if (sessionId === null) return;
    this.#byId.delete(sessionId);
    this.#participants.delete(sessionId);
  }
}

import type { Language } from './language.js';

/** Who is signed in, for the header. */
export interface Viewer {
  readonly name: string;
  readonly isAdministrator: boolean;
  /** For the form that signs out (paths.signOut, field TOKEN_FIELD). */
  readonly signOutToken: string;
}

/** What the frame of every page needs. */
export interface PageContext {
  readonly language: Language;
  /** Null where the host belongs to no tenant: then the page must not depend on which host it was. */
  readonly tenantName: string | null;
  readonly viewer: Viewer | null;
  /** XXXXX-XXXXX, stands in the footer; null on pages that show it large. */
  readonly reference: string | null;
}

/** The reference number of an event or failure, and when it was given. */
export interface Reference {
  readonly number: string;
  readonly timeMs: number;
}

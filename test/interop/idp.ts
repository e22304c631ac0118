import type { Page } from 'playwright-core';

export type Binding = 'redirect' | 'post';
export type KeyName = 'old' | 'new';

/** What an IdP's administrator has configured. */
export interface IdpState {
  readonly signsWith: KeyName;
  readonly publishes: readonly KeyName[];
  /** How it takes logout messages, as its metadata says. */
  readonly logoutBindings: readonly Binding[];
  /** `badly`: with what we refuse. */
  readonly encrypts: 'not' | 'well' | 'badly';
}

export const AT_FIRST: IdpState = {
  signsWith: 'old',
  publishes: ['old'],
  logoutBindings: ['redirect', 'post'],
  encrypts: 'not',
};

/** Another SAML implementation at work, with the settings that its administrator has. */
export interface RunningIdp {
  readonly origin: string;
  readonly metadataUrl: string;
  /** The administrator imports our metadata. */
  learn(spMetadata: string): void;
  set(state: IdpState): void;
  /** Waits until the IdP asks who the person is. */
  asks(page: Page): Promise<void>;
  signIn(page: Page): Promise<void>;
  /** The person signs out at the IdP, which tells us by that binding; resolves when the IdP says that it is done. */
  signOut(page: Page, binding: Binding): Promise<void>;
  close(): Promise<void>;
}

/** What there is to see of a person's session. */
export interface ExpectedUser {
  readonly subject: string;
  readonly displayName: string;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
}

/** The ciphers of an EncryptedAssertion, for the assertion and for its key, by what their URIs end in. */
export type Ciphers = readonly [string, string];

export interface IdpKind {
  readonly name: string;
  /** The environment variable that says where the program is. */
  readonly variable: string | null;
  readonly person: ExpectedUser;
  readonly editors: string; // the group whose members are editors
  readonly encryptsWith: Ciphers;
  /** What it can also encrypt with, and we refuse. Null, and why, where it cannot. */
  readonly encryptsBadlyWith: Ciphers | null;
  /** Bindings of logout that it has not, each with the reason. */
  readonly lacks: Readonly<Partial<Record<Binding, string>>>;
  /** @param spOrigin where we are, for those that are told before they start */
  start(spOrigin: string): Promise<RunningIdp>;
}

/** Who signs in with a password at the IdPs that have no people of their own. */
export const ANN = {
  subject: 'ann@university.example',
  displayName: 'Ånn O’Neill & Söhne',
  roles: ['editor'],
  groups: ['all', 'library-staff'],
} as const;

/** The sign-in form of those IdPs. */
export const passwordForm = {
  asks: (page: Page): Promise<void> => page.locator('input[name="username"]').waitFor(),
  async signIn(page: Page): Promise<void> {
    await page.fill('input[name="username"]', 'ann');
    await page.fill('input[name="password"]', 'secret');
    await page.press('input[name="password"]', 'Enter');
  },
};

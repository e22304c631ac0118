import { UserError } from '../errors/index.js';
import type {
  Connection,
  Encryption,
  GroupsOverage,
  IdpInitiated,
  NameIdFormat,
  SignedElement,
  SloAnswer,
  Switch,
} from './connection.js';
import { readAuthnContext } from './domain/read-authn-context.js';
import { quoted } from './domain/metadata-problems.js';

/** What an administrator may set. Addresses, keys and entity ID are the metadata's: import it to change them. */
export interface ConnectionSettings {
  readonly name: string;
  readonly signedElement: SignedElement;
  readonly clockSkewSeconds: number;
  readonly groupsOverage: GroupsOverage;
  readonly singleLogout: Switch;
  readonly sloAnswer: SloAnswer;
  readonly subjectSource: string;
  /** For how many days from now; 0 closes the window. */
  readonly adoptsByUpnDays: number;
  /** The end of the last day on which SHA-1 is taken, in UTC; null: it is not. */
  readonly sha1UntilMs: number | null;
  readonly encryption: Encryption;
  readonly nameIdFormat: NameIdFormat;
  readonly authnContext: string | null;
  readonly forceAuthn: Switch;
  readonly loginHint: Switch;
  readonly signRequests: Switch;
  readonly idpInitiated: IdpInitiated;
  /** Null: the metadata is imported by hand from now on. An address is set by an import from it. */
  readonly metadataUrl: null;
}

const MAX_CLOCK_SKEW_SECONDS = 300;
const MAX_ADOPTION_DAYS = 30;
const DAY_MS = 86_400_000;
/** Entra: others are refused (AADSTS750161). */
const FORMATS = ['none', 'persistent', 'transient', 'emailAddress', 'unspecified'] as const;

const readers: Readonly<Record<string, (text: string) => Partial<ConnectionSettings>>> = {
  name: (text) => ({ name: readName(text) }),
  signed_element: (text) => ({
    signedElement: readOneOf('signed_element', text, ['either', 'assertion', 'response', 'both']),
  }),
  clock_skew_seconds: (text) => ({
    clockSkewSeconds: readNumber('clock_skew_seconds', text, MAX_CLOCK_SKEW_SECONDS),
  }),
  groups_overage: (text) => ({
    groupsOverage: readOneOf('groups_overage', text, ['keep', 'refuse']),
  }),
  single_logout: (text) => ({ singleLogout: readSwitch('single_logout', text) }),
  slo_answer: (text) => ({
    sloAnswer: readOneOf('slo_answer', text, ['auto', 'page', 'response']),
  }),
  subject_source: (text) => ({ subjectSource: text }), // judged with the connection, which says whether it is Entra's
  adopts_by_upn_days: (text) => ({
    adoptsByUpnDays: readNumber('adopts_by_upn_days', text, MAX_ADOPTION_DAYS),
  }),
  sha1_until: (text) => ({ sha1UntilMs: readEndOfDay('sha1_until', text) }),
  encryption: (text) => ({
    encryption: readOneOf('encryption', text, ['optional', 'required']),
  }),
  name_id_format: (text) => ({ nameIdFormat: readOneOf('name_id_format', text, FORMATS) }),
  authn_context: (text) => ({ authnContext: readContext('authn_context', text) }),
  force_authn: (text) => ({ forceAuthn: readSwitch('force_authn', text) }),
  login_hint: (text) => ({ loginHint: readSwitch('login_hint', text) }),
  sign_requests: (text) => ({ signRequests: readSwitch('sign_requests', text) }),
  idp_initiated: (text) => ({
    idpInitiated: readOneOf('idp_initiated', text, ['off', 'confirm']),
  }),
  metadata_url: (text) => ({ metadataUrl: readNone('metadata_url', text) }),
};

export const CONNECTION_SETTING_NAMES: readonly string[] = Object.keys(readers);

/**
 * Reads `key=value` pairs as they are typed.
 * @throws UserError for an unknown key, a value out of range, or a key given twice
 */
export function readConnectionSettings(pairs: readonly string[]): Partial<ConnectionSettings> {
  const settings: Partial<ConnectionSettings>[] = [];
  const seen = new Set<string>();
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    const key = at < 0 ? pair : pair.slice(0, at);
    const read = Object.hasOwn(readers, key) ? readers[key] : undefined;
    if (at < 0 || !read || seen.has(key)) throw unreadable(key, at < 0, seen.has(key));
    seen.add(key);
    settings.push(read(pair.slice(at + 1).trim()));
  }
  return Object.assign({}, ...settings) as Partial<ConnectionSettings>;
}

/** The settings of a connection as `readConnectionSettings` reads them: what a form shows before somebody changes it. */
export function writeConnectionSettings(connection: Connection) {
  const { sha1UntilMs } = connection;
  return {
    signed_element: connection.signedElement,
    clock_skew_seconds: connection.clockSkewSeconds.toString(),
    groups_overage: connection.groupsOverage,
    single_logout: connection.singleLogout,
    sha1_until: sha1UntilMs === null ? 'none' : lastDayBefore(sha1UntilMs),
    encryption: connection.encryption,
    name_id_format: connection.nameIdFormat,
    authn_context: connection.authnContext ?? 'none',
    force_authn: connection.forceAuthn,
    login_hint: connection.loginHint,
    sign_requests: connection.signRequests,
    idp_initiated: connection.idpInitiated,
  } as const;
}

/** The last day on which something holds that ends then, in UTC. */
export function lastDayBefore(endMs: number): string {
  return new Date(endMs - 1).toISOString().slice(0, 10);
}

function unreadable(key: string, hasNoValue: boolean, isTwice: boolean): UserError {
  const shown = JSON.stringify(quoted(key, 60));
  if (isTwice) return new UserError('setting_twice', `${shown} is given twice.`);
  return hasNoValue && CONNECTION_SETTING_NAMES.includes(key)
    ? new UserError('setting_malformed', `${shown} has no value: write ${key}=<value>.`)
    : new UserError(
        'setting_unknown',
        `There is no setting ${shown}: choose ${CONNECTION_SETTING_NAMES.join(', ')}. Addresses and certificates come with the metadata.`,
      );
}

function readName(text: string): string {
  if (text !== '' && text.length <= 200 && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text)) return text;
  throw malformed('name is 1 to 200 characters of plain text on one line.');
}

function readNumber(key: string, text: string, max: number): number {
  if (/^\d{1,6}$/.test(text) && Number(text) <= max) return Number(text);
  throw malformed(`${key} is a whole number from 0 to ${max}.`);
}

function readOneOf<T extends string>(key: string, text: string, choices: readonly T[]): T {
  const choice = choices.find((each) => each === text);
  if (choice !== undefined) return choice;
  throw malformed(`${key} is one of ${choices.join(', ')}.`);
}

function readSwitch(key: string, text: string): Switch {
  return readOneOf(key, text, ['on', 'off']);
}

function readEndOfDay(key: string, text: string): number | null {
  if (text === 'none') return null;
  const startMs = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  // Date.parse takes 2027-02-31 for the third of March.
  if (!Number.isNaN(startMs) && new Date(startMs).toISOString().startsWith(text))
    return startMs + DAY_MS;
  throw malformed(`${key} is a date such as 2027-03-31, the last day on which it holds, or none.`);
}

function readContext(key: string, text: string): string | null {
  if (text === 'none') return null;
  const uris = readAuthnContext(text);
  if (uris) return uris.join(' ');
  throw malformed(`${key} is none, or one to five class URIs with a blank between them.`);
}

function readNone(key: string, text: string): null {
  if (text === 'none') return null;
  throw malformed(
    `${key} can only be set to none: connection import --metadata <address> sets it.`,
  );
}

function malformed(sentence: string): UserError {
  return new UserError('setting_malformed', sentence);
}

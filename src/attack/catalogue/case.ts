import { type KeyObject } from 'node:crypto';
import { type RefusalCode } from '../../errors/index.js';
import { type Parties, type Person } from '../forge/assertion.js';
import { aResponse, formOf, type ResponseOptions } from '../forge/response.js';
import { type SigningKey } from '../forge/signing-key.js';
import { type Advisory, type Family } from './families.js';

/** The deployment under attack, as far as a message has to know it: the parties with the request of this browser. */
export interface AttackContext extends Parties {
  readonly requestId: string;
  /** The key that signs: the IdP's own, which the connection trusts, since most attacks begin with a genuine response. */
  readonly key: SigningKey;
  /** A key that nobody trusts, with a certificate like the IdP's. */
  readonly strangerKey: SigningKey;
  /** What the deployment's metadata asks to encrypt assertions to. */
  readonly encryptTo: KeyObject;
  readonly clockSkewSeconds: number;
  readonly maxResponseAgeSeconds: number;
  /** Who signs in where the case does not care. */
  readonly person?: Person;
}

export interface HostileMessage {
  readonly contentType: string;
  readonly body: string;
}

/** `unsolicited`: believed by nobody, and answered by a sign-in of our own instead of a refusal page. */
export type Expected = RefusalCode | 'accepted' | 'unsolicited';

export interface HostileCase {
  readonly family: Family;
  readonly name: string;
  readonly expected: Expected;
  /** The published vulnerabilities of which it is an instance. */
  readonly advisories: readonly Advisory[];
  /** Holds only at exactly `nowMs`: for runners whose clock stands still. */
  readonly needsFixedClock: boolean;
  build(context: AttackContext): HostileMessage;
}

export type Change = Partial<ResponseOptions>;
export type Build = (context: AttackContext) => string | HostileMessage;
export type Row = (
  name: string,
  expected: Expected,
  build: Build,
  ...advisories: readonly Advisory[]
) => HostileCase;

/** The rows of one family. What `build` returns as a string is XML, posted as a browser would. */
export function family(title: Family): Row {
  return (name, expected, build, ...advisories) => ({
    family: title,
    name,
    expected,
    advisories,
    needsFixedClock: false,
    build: (context) => {
      const message = build(context);
      return typeof message === 'string' ? posted(message) : message;
    },
  });
}

export function withFixedClock(row: HostileCase): HostileCase {
  return { ...row, needsFixedClock: true };
}

const MINUTE_MS = 60_000;

export const FORM = 'application/x-www-form-urlencoded';

export function posted(xml: string): HostileMessage {
  return form(formOf(Buffer.from(xml, 'utf8').toString('base64')));
}

export function form(body: string): HostileMessage {
  return { contentType: FORM, body };
}

/** A genuine response to this browser's request, with whatever the case changes. */
export function genuine(context: AttackContext, options: Change = {}): string {
  return aResponse(optionsOf(context, options)).xml;
}

export function genuineForm(context: AttackContext, options: Change = {}): string {
  return aResponse(optionsOf(context, options)).form();
}

/** IDs follow the request's, so that none is used twice where many cases are played at one deployment. */
export function optionsOf(context: AttackContext, options: Change = {}): ResponseOptions {
  const { acsUrl, spEntityId, idpEntityId, key, requestId, nowMs, person } = context;
  const parties = { acsUrl, spEntityId, idpEntityId, key, requestId, nowMs };
  const ids = { responseId: `_r-${requestId}`, assertionId: `_a-${requestId}` };
  return { ...parties, ...ids, authnInstant: iso(nowMs - MINUTE_MS), ...person, ...options };
}

/** Like String.replace, but an attack that changed nothing is a mistake of the corpus. */
export function swap(xml: string, search: string | RegExp, replacement: string): string {
  const changed = xml.replace(search, () => replacement);
  if (changed === xml) throw new Error(`nothing to replace: ${String(search)}`);
  return changed;
}

/** A genuine response, changed after it was signed. */
export function altered(search: string | RegExp, replacement: string, options: Change = {}): Build {
  return (context) => swap(genuine(context, options), search, replacement);
}

/** A genuine response with other content, properly signed by the IdP. */
export function signed(options: Change | ((context: AttackContext) => Change)): Build {
  return (context) => genuine(context, typeof options === 'function' ? options(context) : options);
}

export function iso(timeMs: number): string {
  return new Date(timeMs).toISOString();
}

import { type RefusalCode } from '../../../src/errors/index.js';
import {
  aResponse,
  formOf,
  type Person,
  type ResponseOptions,
  type SigningKey,
} from '../../support/saml/index.js';

/** The deployment under attack, as far as a message has to know it. */
export interface AttackContext {
  readonly acsUrl: string;
  readonly spEntityId: string;
  readonly idpEntityId: string;
  /** The IdP's own key, which the connection trusts: most attacks begin with a genuine response. */
  readonly key: SigningKey;
  /** The request that this browser's attempt sent. */
  readonly requestId: string;
  readonly nowMs: number;
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
  readonly family: string;
  readonly name: string;
  readonly expected: Expected;
  /** Holds only at exactly `nowMs`: for runners whose clock stands still. */
  readonly needsFixedClock: boolean;
  build(context: AttackContext): HostileMessage;
}

export type Build = (context: AttackContext) => string | HostileMessage;

/** The rows of one family. What `build` returns as a string is XML, posted as a browser would. */
export function family(
  name: string,
): (row: string, expected: Expected, build: Build) => HostileCase {
  return (row, expected, build) => ({
    family: name,
    name: row,
    expected,
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

export const FORM = 'application/x-www-form-urlencoded';

export function posted(xml: string): HostileMessage {
  return form(formOf(Buffer.from(xml, 'utf8').toString('base64')));
}

export function form(body: string): HostileMessage {
  return { contentType: FORM, body };
}

/** A genuine response to this browser's request, with whatever the case changes. */
export function genuine(context: AttackContext, options: ResponseOptions = {}): string {
  return aResponse(optionsOf(context, options)).xml;
}

export function genuineForm(context: AttackContext, options: ResponseOptions = {}): string {
  return aResponse(optionsOf(context, options)).form();
}

export function optionsOf(context: AttackContext, options: ResponseOptions): ResponseOptions {
  const { acsUrl, spEntityId, idpEntityId, key, requestId, nowMs, person } = context;
  return { acsUrl, spEntityId, idpEntityId, key, requestId, nowMs, ...person, ...options };
}

/** Like String.replace, but an attack that changed nothing is a mistake of the corpus. */
export function swap(xml: string, search: string | RegExp, replacement: string): string {
  const changed = xml.replace(search, () => replacement);
  if (changed === xml) throw new Error(`nothing to replace: ${String(search)}`);
  return changed;
}

/** A genuine response, changed after it was signed. */
export function altered(
  search: string | RegExp,
  replacement: string,
  options: ResponseOptions = {},
): Build {
  return (context) => swap(genuine(context, options), search, replacement);
}

/** A genuine response with other content, properly signed by the IdP. */
export function signed(
  options: ResponseOptions | ((context: AttackContext) => ResponseOptions),
): Build {
  return (context) => genuine(context, typeof options === 'function' ? options(context) : options);
}

export function iso(timeMs: number): string {
  return new Date(timeMs).toISOString();
}

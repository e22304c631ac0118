import { refuse, type Decision, type RefusalCode, type Refused } from '../../errors/index.js';
import { readAttributeValue } from './xml-characters.js';

/**
 * Bounds that no sign-in needs to reach: 1,000 groups fit twice. Beyond them: `xml_too_complex`. Our own work grows with the
 * length alone; what node-saml spends, where it is asked, grows with the square of the elements.
 */
export const XML_LIMITS = {
  maxDepth: 40,
  maxElements: 2000,
  maxAttributes: 6000, // three to an element, declarations among them: what Shibboleth writes on every value
  maxAttributesPerElement: 64,
  maxNameLength: 128,
  maxAttributeLength: 4096,
} as const;

export interface RawAttribute {
  readonly prefix: string;
  readonly local: string;
  readonly value: string;
}

export interface RawStartTag {
  readonly prefix: string;
  readonly local: string;
  readonly attributes: readonly RawAttribute[]; // namespace declarations among them
  readonly isEmpty: boolean;
  readonly start: number;
}

/** Leaves the reader from any depth; caught in `readXml` and nowhere else. */
export class XmlRefused extends Error {
  constructor(readonly refusal: Refused) {
    super(refusal.code);
  }
}

/**
 * Names are ASCII here although XML allows more: SAML, XML Signature and their extensions use nothing else, and other
 * letters are where readers differ. Every pattern is sticky and deterministic: a character that has been consumed
 * is never looked at again, so reading costs time in proportion to the length (counted in the spec).
 */
const NAME = '[A-Za-z_][A-Za-z0-9_.-]*';
const START_TAG = new RegExp(`<(${NAME})(?::(${NAME}))?`, 'y');
const ATTRIBUTE = new RegExp(
  `[ \\t\\r\\n]+(${NAME})(?::(${NAME}))?[ \\t\\r\\n]*=[ \\t\\r\\n]*(?:"([^"<]*)"|'([^'<]*)')`,
  'y',
);
const START_TAG_END = /[ \t\r\n]*(\/?)>/y;
const DECLARATION =
  /<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(?:"1\.0"|'1\.0')(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(?:"([^"<&]*)"|'([^'<&]*)'))?(?:[ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(?:"(?:yes|no)"|'(?:yes|no)'))?[ \t\r\n]*\?>/y;

/** A position in the text that only moves forward, and the pieces of markup from there on. */
export class XmlScanner {
  readonly #source: string;
  #position = 0;
  #charactersVisited = 0;

  constructor(source: string) {
    this.#source = source;
  }

  get position(): number {
    return this.#position;
  }

  /** Every advance, and what the last try for an attribute looked at in vain. */
  get charactersVisited(): number {
    return this.#charactersVisited;
  }

  get isAtEnd(): boolean {
    return this.#position >= this.#source.length;
  }

  /** True where the text goes on with `expected`. */
  sees(expected: string): boolean {
    return this.#source.startsWith(expected, this.#position);
  }

  /** XML 1.0 2.8, at the very beginning, or nothing there. A UTF-8 document may only declare UTF-8. */
  declaration(): void {
    if (!/^<\?xml[ \t\r\n]/.test(this.#source)) return;
    const match = this.#match(DECLARATION) ?? this.refuse('xml_malformed', 'the XML declaration');
    const encoding = match[1] ?? match[2];
    if (encoding !== undefined && encoding.toLowerCase() !== 'utf-8') {
      this.refuse('encoding_malformed', `declared as ${encoding.slice(0, 40)}`);
    }
  }

  /** Everything up to the next markup, references unresolved. */
  characterData(): string {
    const next = this.#source.indexOf('<', this.#position);
    const raw = this.#source.slice(this.#position, next < 0 ? undefined : next);
    this.#advance(raw.length);
    return raw;
  }

  startTag(): RawStartTag {
    const start = this.#position;
    const tag = this.#match(START_TAG) ?? this.refuse('xml_malformed', 'a start tag');
    const [prefix, local] = splitName(tag[1], tag[2]);
    this.#checkName(prefix, local);
    const attributes = this.#attributes();
    const end = this.#match(START_TAG_END) ?? this.refuse('xml_malformed', 'a start tag');
    return { prefix, local, attributes, isEmpty: end[1] === '/', start };
  }

  /** The end tag of this element, without a blank in it; any other is refused. */
  endTag(qualifiedName: string): void {
    const expected = `</${qualifiedName}>`;
    if (!this.sees(expected)) this.refuse('xml_malformed', 'an end tag that closes nothing');
    this.#advance(expected.length);
  }

  refuse(code: RefusalCode, detail?: string): never {
    const offset = String(this.#position);
    throw new XmlRefused(refuse(code, detail === undefined ? { offset } : { detail, offset }));
  }

  accepted<T>(decision: Decision<T>): T {
    if (decision.accepted) return decision.value;
    const facts = { ...decision.facts, offset: String(this.#position) };
    throw new XmlRefused(refuse(decision.code, facts));
  }

  #attributes(): readonly RawAttribute[] {
    const attributes: RawAttribute[] = [];
    for (let match = this.#match(ATTRIBUTE); match; match = this.#match(ATTRIBUTE)) {
      const raw = match[3] ?? match[4] ?? '';
      if (raw.length > XML_LIMITS.maxAttributeLength) {
        this.refuse('xml_too_complex', 'attribute length');
      }
      const [prefix, local] = splitName(match[1], match[2]);
      if (match[1] !== 'xmlns') this.#checkName(prefix, local);
      attributes.push({ prefix, local, value: this.accepted(readAttributeValue(raw)) });
      if (attributes.length > XML_LIMITS.maxAttributesPerElement) {
        this.refuse('xml_too_complex', 'attributes');
      }
    }
    return attributes;
  }

  #checkName(prefix: string, local: string): void {
    if (local.length > XML_LIMITS.maxNameLength || prefix.length > XML_LIMITS.maxNameLength) {
      this.refuse('xml_too_complex', 'name length');
    }
    // XML 1.0 2.3 reserves these names; xml-crypto leaves every attribute that begins with `xmlns` out of the digest.
    if (RESERVED.test(local) || (prefix !== 'xml' && RESERVED.test(prefix))) {
      this.refuse('xml_malformed', `the reserved name ${local.slice(0, 40)}`);
    }
    // xmldom keeps attributes and prefixes in plain objects.
    if (local === '__proto__' || prefix === '__proto__') {
      this.refuse('xml_malformed', 'the name __proto__');
    }
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#position;
    const match = pattern.exec(this.#source);
    if (match) this.#advance(match[0].length);
    return match;
  }

  #advance(length: number): void {
    this.#position += length;
    this.#charactersVisited += length;
  }
}

const RESERVED = /^xml/i;

/** The two names of a pattern: prefix and local part where there are two, no prefix where there is one. */
function splitName(first = '', second?: string): readonly [prefix: string, local: string] {
  return second === undefined ? ['', first] : [first, second];
}

import {
  accept,
  refuse,
  type Decision,
  type RefusalCode,
  type Refused,
} from '../../../errors/index.js';
import { checkCharacters, readAttributeValue, readText } from './xml-characters.js';
import { NamespaceScope } from './xml-namespaces.js';
import { type XmlDocument, type XmlElement } from './xml-element.js';

/** Bounds that no sign-in needs to reach: 1,000 groups fit several times. Beyond them: `xml_too_complex`. */
export const XML_LIMITS = {
  maxDepth: 40,
  maxElements: 5000,
  maxAttributesPerElement: 64,
  maxNameLength: 128,
  maxAttributeLength: 4096,
} as const;

/**
 * Names are ASCII here although XML allows more: SAML, XML Signature and their extensions use nothing else, and other
 * letters are where readers differ. Every pattern below is sticky and deterministic: a character that has been
 * consumed is never looked at again, so reading costs time in proportion to the length (counted in the spec).
 */
const NAME = '[A-Za-z_][A-Za-z0-9_.-]*';
const START_TAG = new RegExp(`<(${NAME})(?::(${NAME}))?`, 'y');
const ATTRIBUTE = new RegExp(
  `[ \\t\\r\\n]+(${NAME})(?::(${NAME}))?[ \\t\\r\\n]*=[ \\t\\r\\n]*(?:"([^"<]*)"|'([^'<]*)')`,
  'y',
);
const START_TAG_END = /[ \t\r\n]*(\/?)>/y;
const DECLARATION =
  /^<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(?:"1\.0"|'1\.0')(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(?:"([^"<&]*)"|'([^'<&]*)'))?(?:[ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(?:"(?:yes|no)"|'(?:yes|no)'))?[ \t\r\n]*\?>/;

/**
 * Reads a whole document, or says why not. LangSec: what a SAML response does not need is not parsed, it is refused.
 * Beyond well-formedness it refuses comments, processing instructions, CDATA, DOCTYPE, entities, two equal IDs in any
 * spelling, names that begin with `xml`, blanks in end tags (xmldom's fixSelfClosed takes the element before such
 * an end tag for empty), and the name `__proto__`.
 */
export function readXml(text: string): Decision<XmlDocument> {
  const characters = checkCharacters(text);
  if (!characters.accepted) return characters;
  try {
    return accept(new XmlReader(text).document());
  } catch (error) {
    if (error instanceof XmlRefused) return error.refusal;
    throw error;
  }
}

/** Leaves the reader from any depth; caught in `readXml` and nowhere else. */
class XmlRefused extends Error {
  constructor(readonly refusal: Refused) {
    super(refusal.code);
  }
}

interface OpenElement {
  readonly qualifiedName: string;
  readonly name: { readonly namespace: string; readonly local: string };
  readonly attributes: ReadonlyMap<string, string>;
  readonly declaredPrefixes: readonly string[];
  readonly children: XmlElement[];
  readonly start: number;
  text: string;
}

interface RawAttribute {
  readonly prefix: string;
  readonly local: string;
  readonly value: string;
}

class XmlReader {
  readonly #source: string;
  readonly #scope = new NamespaceScope();
  readonly #ids = new Set<string>();
  readonly #open: OpenElement[] = [];
  #position = 0;
  #root: XmlElement | null = null;
  #elementCount = 0;
  #attributeCount = 0;
  #charactersVisited = 0;

  constructor(source: string) {
    this.#source = source;
  }

  document(): XmlDocument {
    this.#declaration();
    while (this.#position < this.#source.length) {
      if (this.#source.charCodeAt(this.#position) === LESS_THAN) this.#markup();
      else this.#characterData();
    }
    if (this.#open.length > 0) this.#refuse('xml_malformed', 'an element is not closed');
    if (!this.#root) this.#refuse('xml_malformed', 'there is no element');
    return {
      root: this.#root,
      elementCount: this.#elementCount,
      attributeCount: this.#attributeCount,
      charactersVisited: this.#charactersVisited,
    };
  }

  #declaration(): void {
    if (!/^<\?xml[ \t\r\n]/.test(this.#source)) return;
    const match = DECLARATION.exec(this.#source);
    if (!match) this.#refuse('xml_malformed', 'the XML declaration');
    const encoding = match[1] ?? match[2];
    if (encoding !== undefined && encoding.toLowerCase() !== 'utf-8') {
      this.#refuse('encoding_malformed', `declared as ${encoding.slice(0, 40)}`);
    }
    this.#advance(match[0].length);
  }

  #markup(): void {
    switch (this.#source.charCodeAt(this.#position + 1)) {
      case SLASH:
        this.#endTag();
        break;
      case EXCLAMATION_MARK:
        this.#refuse(this.#declarationCode());
        break;
      case QUESTION_MARK:
        this.#refuse('processing_instruction_forbidden');
        break;
      default:
        this.#startTag();
    }
  }

  #declarationCode(): RefusalCode {
    if (this.#source.startsWith('<!--', this.#position)) return 'comment_forbidden';
    if (this.#source.startsWith('<![', this.#position)) return 'cdata_forbidden';
    return /^<!doctype/i.test(this.#source.slice(this.#position, this.#position + 9))
      ? 'doctype_forbidden'
      : 'xml_malformed';
  }

  #characterData(): void {
    const next = this.#source.indexOf('<', this.#position);
    const end = next < 0 ? this.#source.length : next;
    const raw = this.#source.slice(this.#position, end);
    const parent = this.#open.at(-1);
    if (parent) {
      if (raw.includes(']]>')) this.#refuse('xml_malformed', 'a CDATA end in text');
      parent.text += this.#accepted(readText(raw));
    } else if (!isBlank(raw)) {
      this.#refuse('xml_malformed', 'text outside the document element');
    }
    this.#advance(raw.length);
  }

  #startTag(): void {
    if (this.#root && this.#open.length === 0) {
      this.#refuse('xml_malformed', 'a second document element');
    }
    const start = this.#position;
    const tag = this.#match(START_TAG) ?? this.#refuse('xml_malformed', 'a start tag');
    const [prefix, local] = tag[2] === undefined ? ['', tag[1] ?? ''] : [tag[1] ?? '', tag[2]];
    this.#checkName(prefix, local);
    const raw = this.#rawAttributes();
    const isEmpty =
      (this.#match(START_TAG_END) ?? this.#refuse('xml_malformed', 'a start tag'))[1] === '/';
    const declaredPrefixes = this.#declareNamespaces(raw);
    const element: OpenElement = {
      qualifiedName: tag[2] === undefined ? local : `${prefix}:${local}`,
      name: { namespace: this.#accepted(this.#scope.ofElement(prefix)), local },
      attributes: this.#attributes(raw),
      declaredPrefixes,
      children: [],
      start,
      text: '',
    };
    this.#open.push(element);
    this.#elementCount += 1;
    if (this.#elementCount > XML_LIMITS.maxElements) this.#refuse('xml_too_complex', 'elements');
    if (this.#open.length > XML_LIMITS.maxDepth) this.#refuse('xml_too_complex', 'depth');
    if (isEmpty) this.#close();
  }

  #endTag(): void {
    const open = this.#open.at(-1);
    if (!open || !this.#source.startsWith(`${open.qualifiedName}>`, this.#position + 2)) {
      this.#refuse('xml_malformed', 'an end tag that closes nothing');
    }
    this.#advance(open.qualifiedName.length + 3);
    this.#close();
  }

  #close(): void {
    const open = this.#open.pop();
    if (!open) return;
    this.#scope.forget(open.declaredPrefixes);
    const { name, attributes, children, text, start } = open;
    const element = { name, attributes, children, text, start, end: this.#position };
    const parent = this.#open.at(-1);
    if (parent) parent.children.push(element);
    else this.#root = element;
  }

  #rawAttributes(): RawAttribute[] {
    const attributes: RawAttribute[] = [];
    for (let match = this.#match(ATTRIBUTE); match; match = this.#match(ATTRIBUTE)) {
      const [, first = '', second] = match;
      const raw = match[3] ?? match[4] ?? '';
      if (raw.length > XML_LIMITS.maxAttributeLength)
        this.#refuse('xml_too_complex', 'attribute length');
      const [prefix, local] = second === undefined ? ['', first] : [first, second];
      if (!(first === 'xmlns')) this.#checkName(prefix, local);
      attributes.push({ prefix, local, value: this.#accepted(readAttributeValue(raw)) });
      if (attributes.length > XML_LIMITS.maxAttributesPerElement) {
        this.#refuse('xml_too_complex', 'attributes');
      }
    }
    this.#attributeCount += attributes.length;
    return attributes;
  }

  #declareNamespaces(raw: readonly RawAttribute[]): readonly string[] {
    const prefixes: string[] = [];
    for (const { prefix, local, value } of raw) {
      if (prefix !== 'xmlns' && !(prefix === '' && local === 'xmlns')) continue;
      const declared = prefix === '' ? '' : local;
      if (prefixes.includes(declared)) this.#refuse('xml_malformed', 'a namespace declared twice');
      if (/^xml/i.test(declared) || declared.length > XML_LIMITS.maxNameLength) {
        this.#refuse('namespace_unresolved', `prefix ${declared.slice(0, 40)}`);
      }
      this.#accepted(this.#scope.declare(declared, value));
      prefixes.push(declared);
    }
    return prefixes;
  }

  #attributes(raw: readonly RawAttribute[]): ReadonlyMap<string, string> {
    const attributes = new Map<string, string>();
    for (const { prefix, local, value } of raw) {
      if (prefix === 'xmlns' || (prefix === '' && local === 'xmlns')) continue;
      const name =
        prefix === '' ? local : `{${this.#accepted(this.#scope.ofAttribute(prefix))}}${local}`;
      if (attributes.has(name)) this.#refuse('xml_malformed', `attribute ${local} twice`);
      attributes.set(name, value);
      // In whatever spelling and namespace somebody may look for an ID: none may stand for two elements.
      if (local.length === 2 && local.toLowerCase() === 'id') this.#claimId(value);
    }
    return attributes;
  }

  #claimId(value: string): void {
    if (this.#ids.has(value)) this.#refuse('id_duplicate', value.slice(0, 100));
    this.#ids.add(value);
  }

  #checkName(prefix: string, local: string): void {
    if (local.length > XML_LIMITS.maxNameLength || prefix.length > XML_LIMITS.maxNameLength) {
      this.#refuse('xml_too_complex', 'name length');
    }
    // XML 1.0 2.3 reserves these names; xml-crypto leaves every attribute that begins with `xmlns` out of the digest.
    if (/^xml/i.test(local) || (prefix !== 'xml' && /^xml/i.test(prefix))) {
      this.#refuse('xml_malformed', `the reserved name ${local.slice(0, 40)}`);
    }
    if (local === '__proto__' || prefix === '__proto__')
      this.#refuse('xml_malformed', 'the name __proto__');
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

  #accepted<T>(decision: Decision<T>): T {
    if (!decision.accepted) {
      throw new XmlRefused(
        refuse(decision.code, { ...decision.facts, offset: String(this.#position) }),
      );
    }
    return decision.value;
  }

  #refuse(code: RefusalCode, detail?: string): never {
    const offset = String(this.#position);
    throw new XmlRefused(refuse(code, detail === undefined ? { offset } : { detail, offset }));
  }
}

const LESS_THAN = 0x3c;
const SLASH = 0x2f;
const EXCLAMATION_MARK = 0x21;
const QUESTION_MARK = 0x3f;

function isBlank(text: string): boolean {
  return /^[ \t\r\n]*$/.test(text);
}

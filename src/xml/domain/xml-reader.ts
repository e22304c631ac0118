import { accept, type Decision, type RefusalCode } from '../../errors/index.js';
import { checkCharacters, checkReferences, readText } from './xml-characters.js';
import { NamespaceScope } from './xml-namespaces.js';
import { type XmlDocument, type XmlElement, type XmlName } from './xml-element.js';
import { XML_LIMITS, XmlRefused, XmlScanner, type RawAttribute } from './xml-scanner.js';

/**
 * Reads a whole document, or says why not. LangSec: what a SAML response does not need is not parsed, it is refused.
 * Beyond well-formedness it refuses comments, processing instructions, CDATA, DOCTYPE, entities, two equal IDs in any
 * spelling, names that begin with `xml`, blanks in end tags (xmldom's fixSelfClosed takes an element before such
 * an end tag for empty), and the name `__proto__`. Whatever it accepts, xmldom reads as the same tree (a spec
 * compares them).
 */
export function readXml(text: string): Decision<XmlDocument> {
  const characters = checkCharacters(text);
  if (!characters.accepted) return characters;
  const references = checkReferences(text);
  if (!references.accepted) return references;
  try {
    return accept(new XmlReader(text).document());
  } catch (error) {
    if (error instanceof XmlRefused) return error.refusal;
    throw error;
  }
}

interface OpenElement {
  readonly qualifiedName: string;
  readonly name: XmlName;
  readonly attributes: ReadonlyMap<string, string>;
  readonly declarations: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  readonly start: number;
  text: string;
}

const NONE: ReadonlyMap<string, string> = new Map();

class XmlReader {
  readonly #scanner: XmlScanner;
  readonly #scope = new NamespaceScope();
  readonly #ids = new Set<string>();
  readonly #open: OpenElement[] = [];
  #root: XmlElement | null = null;
  #elementCount = 0;
  #attributeCount = 0;

  constructor(source: string) {
    this.#scanner = new XmlScanner(source);
  }

  document(): XmlDocument {
    const scanner = this.#scanner;
    scanner.declaration();
    while (!scanner.isAtEnd) {
      if (!scanner.sees('<')) this.#characterData();
      else if (scanner.sees('</')) this.#endTag();
      else if (scanner.sees('<?')) scanner.refuse('processing_instruction_forbidden');
      else if (scanner.sees('<!')) scanner.refuse(this.#declarationCode());
      else this.#startTag();
    }
    if (this.#open.length > 0) scanner.refuse('xml_malformed', 'an element is not closed');
    return {
      root: this.#root ?? scanner.refuse('xml_malformed', 'there is no element'),
      elementCount: this.#elementCount,
      attributeCount: this.#attributeCount,
      charactersVisited: scanner.charactersVisited,
    };
  }

  #declarationCode(): RefusalCode {
    if (this.#scanner.sees('<!--')) return 'comment_forbidden';
    if (this.#scanner.sees('<![')) return 'cdata_forbidden';
    return 'doctype_forbidden';
  }

  #characterData(): void {
    const raw = this.#scanner.characterData();
    const parent = this.#open.at(-1);
    if (parent) {
      if (raw.includes(']]>')) this.#scanner.refuse('xml_malformed', 'a CDATA end in text');
      parent.text += this.#scanner.accepted(readText(raw));
    } else if (!/^[ \t\r\n]*$/.test(raw)) {
      this.#scanner.refuse('xml_malformed', 'text outside the document element');
    }
  }

  #startTag(): void {
    const { prefix, local, attributes, isEmpty, start } = this.#scanner.startTag();
    if (this.#root && this.#open.length === 0) {
      this.#scanner.refuse('xml_malformed', 'a second document element');
    }
    this.#count(attributes.length);
    const declarations = this.#declareNamespaces(attributes);
    this.#open.push({
      qualifiedName: prefix === '' ? local : `${prefix}:${local}`,
      name: { namespace: this.#scanner.accepted(this.#scope.resolve(prefix)), local },
      attributes: this.#attributes(attributes),
      declarations,
      children: [],
      start,
      text: '',
    });
    if (isEmpty) this.#close();
  }

  #count(attributes: number): void {
    this.#attributeCount += attributes;
    this.#elementCount += 1;
    if (this.#elementCount > XML_LIMITS.maxElements) {
      this.#scanner.refuse('xml_too_complex', 'elements');
    }
    if (this.#attributeCount > XML_LIMITS.maxAttributes) {
      this.#scanner.refuse('xml_too_complex', 'attributes');
    }
    if (this.#open.length >= XML_LIMITS.maxDepth) this.#scanner.refuse('xml_too_complex', 'depth');
  }

  #endTag(): void {
    const open = this.#open.at(-1) ?? this.#scanner.refuse('xml_malformed', 'an end tag too many');
    this.#scanner.endTag(open.qualifiedName);
    this.#close();
  }

  #close(): void {
    const open = this.#open.pop();
    if (!open) return;
    this.#scope.forget(open.declarations.keys());
    const { name, attributes, declarations, children, text, start } = open;
    const end = this.#scanner.position;
    const element = { name, attributes, declarations, children, text, start, end };
    const parent = this.#open.at(-1);
    if (parent) parent.children.push(element);
    else this.#root = element;
  }

  #declareNamespaces(raw: readonly RawAttribute[]): ReadonlyMap<string, string> {
    if (!raw.some(isDeclaration)) return NONE;
    const declared = new Map<string, string>();
    for (const attribute of raw) {
      if (!isDeclaration(attribute)) continue;
      const prefix = attribute.prefix === '' ? '' : attribute.local;
      if (declared.has(prefix)) this.#scanner.refuse('xml_malformed', `xmlns:${prefix} twice`);
      this.#scanner.accepted(this.#scope.declare(prefix, attribute.value));
      declared.set(prefix, attribute.value);
    }
    return declared;
  }

  #attributes(raw: readonly RawAttribute[]): ReadonlyMap<string, string> {
    if (raw.length === 0) return NONE;
    const attributes = new Map<string, string>();
    for (const attribute of raw) {
      if (isDeclaration(attribute)) continue;
      const { local, value } = attribute;
      const name = this.#attributeName(attribute);
      if (attributes.has(name)) this.#scanner.refuse('xml_malformed', `attribute ${local} twice`);
      attributes.set(name, value);
      // In whatever spelling and namespace somebody may look for an ID: none may stand for two elements.
      if (local.length === 2 && local.toLowerCase() === 'id') this.#claimId(value);
    }
    return attributes;
  }

  /** An attribute without prefix is in no namespace (Namespaces in XML 6.2), not in the default one. */
  #attributeName({ prefix, local }: RawAttribute): string {
    if (prefix === '') return local;
    return `{${this.#scanner.accepted(this.#scope.resolve(prefix))}}${local}`;
  }

  #claimId(value: string): void {
    if (this.#ids.has(value)) this.#scanner.refuse('id_duplicate', value.slice(0, 100));
    this.#ids.add(value);
  }
}

function isDeclaration({ prefix, local }: RawAttribute): boolean {
  return prefix === 'xmlns' || (prefix === '' && local === 'xmlns');
}

/**
 * A strict reader for the one kind of XML that this IdP takes: SAML requests. No DOCTYPE, no processing
 * instructions, no CDATA, no entities but the five of XML; namespaces resolved; small documents only.
 */
export interface ReadElement {
  readonly namespace: string;
  readonly localName: string;
  /** Attributes without namespace. Others are checked for shape and dropped: SAML requests use none. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly ReadElement[];
  readonly text: string;
}

export class NotReadable extends Error {}

interface OpenElement extends ReadElement {
  readonly qualifiedName: string;
  readonly children: ReadElement[];
  text: string;
  readonly scope: ReadonlyMap<string, string>;
}

const MAX_LENGTH = 65_536;
const MAX_DEPTH = 16;
const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';

const NAME = '[A-Za-z_][\\w.-]*(?::[A-Za-z_][\\w.-]*)?';
const DECLARATION = /<\?xml[^<>?]{0,200}\?>/y;
const COMMENT = /<!--(?:[^-]|-[^-])*-->/y;
const TEXT = /[^<]+/y;
const END = new RegExp(`</(${NAME})\\s*>`, 'y');
const START = new RegExp(
  `<(${NAME})((?:\\s+${NAME}\\s*=\\s*(?:"[^"<]*"|'[^'<]*'))*)\\s*(/?)>`,
  'y',
);
const ATTRIBUTE = new RegExp(`\\s+(${NAME})\\s*=\\s*(?:"([^"<]*)"|'([^'<]*)')`, 'gy');

const NOT_XML = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Cs}/u;

export function readXml(source: string): ReadElement {
  const xml = source.startsWith('\uFEFF') ? source.slice(1) : source;
  if (xml.length > MAX_LENGTH) throw new NotReadable('The message is too long.');
  if (NOT_XML.test(xml)) throw new NotReadable('A character that XML forbids.');
  return new Reader(xml).read();
}

class Reader {
  readonly #xml: string;
  #position = 0;
  readonly #open: OpenElement[] = [];
  #root: ReadElement | null = null;

  constructor(xml: string) {
    this.#xml = xml;
  }

  read(): ReadElement {
    this.#take(DECLARATION);
    while (this.#position < this.#xml.length) this.#readNext();
    if (this.#root === null || this.#open.length > 0)
      throw new NotReadable('The message is cut off.');
    return this.#root;
  }

  #readNext(): void {
    const text = this.#take(TEXT);
    if (text !== null) this.#addText(text[0]);
    else if (this.#take(COMMENT) === null) this.#readTag();
  }

  #readTag(): void {
    const end = this.#take(END);
    if (end !== null) {
      this.#close(end[1] ?? '');
      return;
    }
    const start = this.#take(START);
    if (start === null) throw new NotReadable('Not well-formed, or a DOCTYPE or CDATA section.');
    this.#start(start[1] ?? '', start[2] ?? '');
    if (start[3] === '/') this.#close(start[1] ?? '');
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#position;
    const match = pattern.exec(this.#xml);
    if (match !== null) this.#position = pattern.lastIndex;
    return match;
  }

  #addText(text: string): void {
    const parent = this.#open.at(-1);
    if (parent !== undefined) parent.text += unescape(text);
    else if (text.trim() !== '') throw new NotReadable('Text outside of the root element.');
  }

  #start(qualifiedName: string, attributeSource: string): void {
    if (this.#root !== null && this.#open.length === 0) throw new NotReadable('Two root elements.');
    if (this.#open.length >= MAX_DEPTH) throw new NotReadable('Nested too deep.');
    const attributes = readAttributes(attributeSource);
    const scope = new Map(this.#open.at(-1)?.scope ?? [['xml', XML_NAMESPACE]]);
    for (const [name, value] of attributes) {
      if (name === 'xmlns') scope.set('', value);
      if (name.startsWith('xmlns:')) scope.set(name.slice('xmlns:'.length), value);
    }
    const [prefix, localName] = split(qualifiedName);
    const namespace = scope.get(prefix);
    if (namespace === undefined && prefix !== '') throw new NotReadable('An undeclared prefix.');
    const plain = [...attributes].filter(([name]) => !name.includes(':') && name !== 'xmlns');
    const opened: OpenElement = {
      namespace: namespace ?? '',
      localName,
      qualifiedName,
      attributes: new Map(plain),
      children: [],
      text: '',
      scope,
    };
    this.#open.at(-1)?.children.push(opened);
    this.#root ??= opened;
    this.#open.push(opened);
  }

  #close(qualifiedName: string): void {
    const closed = this.#open.pop();
    if (closed?.qualifiedName !== qualifiedName) throw new NotReadable('Tags do not match.');
  }
}

function readAttributes(source: string): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = '', doubleQuoted, singleQuoted] of source.matchAll(ATTRIBUTE)) {
    if (attributes.has(name)) throw new NotReadable('An attribute twice.');
    attributes.set(name, unescape((doubleQuoted ?? singleQuoted ?? '').replace(/[\t\n\r]/g, ' ')));
  }
  return attributes;
}

function split(qualifiedName: string): [prefix: string, localName: string] {
  const colon = qualifiedName.indexOf(':');
  return [qualifiedName.slice(0, Math.max(colon, 0)), qualifiedName.slice(colon + 1)];
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

function unescape(text: string): string {
  return text.replace(/&([^;&]{0,10};?)/g, (_, reference: string) => {
    const name = reference.slice(0, -1);
    const character = reference.endsWith(';') ? (ENTITIES[name] ?? fromNumber(name)) : null;
    if (character === null) throw new NotReadable('A reference that XML does not know.');
    return character;
  });
}

function fromNumber(name: string): string | null {
  const digits = /^#(?:x([0-9A-Fa-f]{1,6})|([0-9]{1,7}))$/.exec(name);
  if (digits === null) return null;
  const code = digits[1] === undefined ? Number(digits[2]) : Number.parseInt(digits[1], 16);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return null;
  const character = String.fromCodePoint(code);
  return NOT_XML.test(character) ? null : character;
}

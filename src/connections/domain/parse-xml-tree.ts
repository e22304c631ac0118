import { ParseOption, XmlDocument, XmlElement, XmlParseError, XmlText } from 'libxml2-wasm';
import { MetadataRefused, quoted } from './metadata-problems.js';

/** An element as plain values: attributes without a namespace by name, direct text with comments left out. */
export interface XmlTree {
  readonly name: string;
  readonly namespace: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlTree[];
  readonly text: string;
}

/**
 * Both are far above the largest file we take in real life and bound the work to about a second (real files hold a tag per 70 to 110 bytes). Depth is bounded
 * by libxml2 itself (256 without XML_PARSE_HUGE).
 */
const MAX_TAGS = 100_000;
const MAX_ATTRIBUTES = 100_000;

/** No network, no external entities; without DTD options nothing of a DTD would be loaded or substituted. */
const OPTIONS = (ParseOption.XML_PARSE_NONET |
  ParseOption.XML_PARSE_NO_XXE |
  ParseOption.XML_PARSE_NOCDATA) as ParseOption;

/**
 * Text to plain values. libxml2's document lives in WebAssembly memory that the garbage collector does not see, so it
 * never leaves this function: it is copied and freed here, whatever happens.
 */
export function parseXmlTree(text: string): XmlTree {
  return withXmlDocument(text, (document) => copy(document.root));
}

/** For what needs libxml2's own document: within the same bounds, and only until `work` returns. */
export function withXmlDocument<T>(text: string, work: (document: XmlDocument) => T): T {
  // A DTD can only do harm here (entities, default attributes), so it is refused before any parser reads it.
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw new MetadataRefused('metadata_has_doctype');
  if (count(text, '<') > MAX_TAGS || count(text, '=') > MAX_ATTRIBUTES) {
    throw new MetadataRefused('metadata_too_complex');
  }
  const document = parse(text);
  try {
    return work(document);
  } finally {
    document.dispose();
  }
}

function parse(text: string): XmlDocument {
  try {
    return XmlDocument.fromString(text, { option: OPTIONS });
  } catch (error) {
    if (!(error instanceof XmlParseError)) throw error;
    throw explain(error, text);
  }
}

function explain(error: XmlParseError, text: string): MetadataRefused {
  const [first] = error.details;
  const message = first?.message.trim() ?? 'unknown error';
  if (message.startsWith('Excessive depth')) return new MetadataRefused('metadata_too_complex');
  if (!text.endsWith('>') || message.startsWith('Premature end')) {
    return new MetadataRefused('metadata_truncated');
  }
  const place = first === undefined ? '' : `line ${first.line}: `;
  return new MetadataRefused('metadata_not_well_formed', `${place}${quoted(message)}`);
}

function copy(element: XmlElement): XmlTree {
  const children: XmlTree[] = [];
  let text = '';
  for (let child = element.firstChild; child !== null; child = child.next) {
    if (child instanceof XmlElement) children.push(copy(child));
    else if (child instanceof XmlText) text += child.content;
  }
  const plain = element.attrs.filter((attribute) => attribute.namespaceUri === '');
  return {
    name: element.name,
    namespace: element.namespaceUri,
    attributes: new Map(plain.map((attribute) => [attribute.name, attribute.value])),
    children,
    text,
  };
}

function count(text: string, character: string): number {
  let found = 0;
  for (let at = text.indexOf(character); at !== -1; at = text.indexOf(character, at + 1)) found++;
  return found;
}

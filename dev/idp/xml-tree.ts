/**
 * XML as this IdP writes it: a small tree with two printings. `printDocument` is what goes out;
 * `canonicalize` is what a digest or signature is made over (Exclusive XML Canonicalization 1.0), so that the
 * document may look like Entra's (a namespace declared before it is visibly used, empty elements closed at once)
 * and still verify.
 */
export interface XmlElement {
  readonly name: string;
  /** In document order; `xmlns` and `xmlns:p` are namespace declarations. */
  readonly attributes: readonly (readonly [string, string])[];
  readonly children: readonly XmlNode[];
}
export type XmlNode = XmlElement | string;
export type Namespaces = Readonly<Record<string, string>>;

/** An attribute whose value is undefined is left out. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | undefined>> = {},
  ...children: readonly XmlNode[]
): XmlElement {
  const present = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value] as const],
  );
  return { name, attributes: present, children };
}

export function withChildAt(parent: XmlElement, index: number, child: XmlElement): XmlElement {
  return { ...parent, children: parent.children.toSpliced(index, 0, child) };
}

// XML 1.0, 2.2: these can stand in no document, not even as a reference. \p{Cs}: a half of a surrogate pair.

const NOT_XML = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Cs}/u;

function refuseForbidden(text: string): string {
  if (NOT_XML.test(text)) throw new TypeError('A character that XML 1.0 forbids.');
  return text;
}

export function escapeText(text: string): string {
  return refuseForbidden(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#xD;');
}

/** Canonical XML 1.0, 2.3: line breaks and tabs as references, or a parser would turn them into spaces. */
export function escapeAttribute(value: string): string {
  return refuseForbidden(value)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\t', '&#x9;')
    .replaceAll('\n', '&#xA;')
    .replaceAll('\r', '&#xD;');
}

export function printDocument(node: XmlNode): string {
  if (typeof node === 'string') return escapeText(node);
  const start = `<${node.name}${printAttributes(node.attributes)}`;
  if (node.children.length === 0) return `${start}/>`;
  return `${start}>${node.children.map(printDocument).join('')}</${node.name}>`;
}

/**
 * Exclusive C14N, section 3: a namespace is written where its prefix is first visibly used, whatever the document
 * declares and where. `inherited` are the declarations of the ancestors that are not part of what is printed.
 */
export function canonicalize(node: XmlElement, inherited: Namespaces = {}): string {
  return canonical(node, { ...inherited }, {});
}

function canonical(node: XmlNode, outerScope: Namespaces, outerWritten: Namespaces): string {
  if (typeof node === 'string') return escapeText(node);
  const scope: Record<string, string> = { ...outerScope };
  for (const [name, value] of node.attributes) {
    const declared = declaredPrefix(name);
    if (declared !== null) scope[declared] = value;
  }
  const plain = node.attributes.filter(([name]) => declaredPrefix(name) === null);
  const written: Record<string, string> = { ...outerWritten };
  const declarations: [string, string][] = [];
  for (const prefix of usedPrefixes(node.name, plain)) {
    const uri = scope[prefix] ?? '';
    if ((written[prefix] ?? '') === uri) continue;
    written[prefix] = uri;
    declarations.push([prefix === '' ? 'xmlns' : `xmlns:${prefix}`, uri]);
  }
  const sorted = plain.toSorted((a, b) =>
    compare(attributeSortKey(a[0], scope), attributeSortKey(b[0], scope)),
  );
  const start = `<${node.name}${printAttributes(declarations)}${printAttributes(sorted)}>`;
  const inner = node.children.map((child) => canonical(child, scope, written)).join('');
  return `${start}${inner}</${node.name}>`;
}

function usedPrefixes(name: string, attributes: XmlElement['attributes']): string[] {
  const ofAttributes = attributes.map(([key]) => prefixOf(key)).filter((prefix) => prefix !== '');
  return [...new Set([prefixOf(name), ...ofAttributes])]
    .filter((prefix) => prefix !== 'xml')
    .toSorted(compare);
}

/** By namespace, then by local name; an attribute without prefix is in no namespace and comes first. */
function attributeSortKey(name: string, scope: Namespaces): string {
  const prefix = prefixOf(name);
  return `${prefix === '' ? '' : (scope[prefix] ?? '')}\u0000${name.slice(name.indexOf(':') + 1)}`;
}

function declaredPrefix(attribute: string): string | null {
  if (attribute === 'xmlns') return '';
  return attribute.startsWith('xmlns:') ? attribute.slice('xmlns:'.length) : null;
}

function prefixOf(name: string): string {
  const colon = name.indexOf(':');
  return colon === -1 ? '' : name.slice(0, colon);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function printAttributes(attributes: XmlElement['attributes']): string {
  return attributes.map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`).join('');
}

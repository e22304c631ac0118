/**
 * What the strict reader yields: elements, their attributes and text. Comments, processing instructions, CDATA and
 * entities do not exist here, because the reader refuses a document that has them.
 */
export interface XmlName {
  readonly namespace: string; // '' for none
  readonly local: string;
}

export interface XmlElement {
  readonly name: XmlName;
  /** Unprefixed attributes by their name, prefixed ones as `{namespace}local`; declarations are not attributes. */
  readonly attributes: ReadonlyMap<string, string>;
  /** The namespaces that this very element declares, by prefix; '' is the default one. */
  readonly declarations: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** The character data directly in this element, all of it, in order: nothing can cut it in two. */
  readonly text: string;
  /** Where the element stands in the text that was read: of its `<`, and after its last `>`. */
  readonly start: number;
  readonly end: number;
}

export interface XmlDocument {
  readonly root: XmlElement;
  readonly elementCount: number;
  readonly attributeCount: number;
  /** Characters looked at, rescans included: what the linearity spec counts. */
  readonly charactersVisited: number;
}

export function isNamed(element: XmlElement, namespace: string, local: string): boolean {
  return element.name.local === local && element.name.namespace === namespace;
}

export function childrenNamed(
  element: XmlElement,
  namespace: string,
  local: string,
): readonly XmlElement[] {
  return element.children.filter((child) => isNamed(child, namespace, local));
}

/** The first child of that name, or null. Whoever asks has made sure, or does not mind, that there are others. */
export function findChild(
  element: XmlElement,
  namespace: string,
  local: string,
): XmlElement | null {
  return element.children.find((child) => isNamed(child, namespace, local)) ?? null;
}

export function attributeOf(element: XmlElement, name: string): string | null {
  return element.attributes.get(name) ?? null;
}

/** True where the element holds no character data but the blanks that indent its children. */
export function holdsElementsOnly(element: XmlElement): boolean {
  return /^[ \t\r\n]*$/.test(element.text);
}

/** The text of an element that must have nothing but text; null where it has children. */
export function simpleText(element: XmlElement): string | null {
  return element.children.length === 0 ? element.text : null;
}

import { type XmlElement } from './xml-element.js';

/**
 * Where an element stands: the document element first, the element itself last. Exclusive C14N needs it, since what a prefix
 * means may have been said by any of them.
 */
export type ElementPath = readonly [XmlElement, ...XmlElement[]];

/**
 * An element as a document of its own, character by character as it was sent, with the namespaces that it inherits declared
 * on it, and without one of its children: the Signature that it envelops. Its exclusive canonical form is that of the
 * element in its place, because that form has of the ancestors nothing but the namespaces in scope (exclusive C14N 3).
 */
export function cutElement(
  source: string,
  path: ElementPath,
  without: XmlElement | null = null,
): string {
  const element = path.at(-1) ?? path[0];
  const nameEnd = element.start + qualifiedNameLength(source, element);
  const head = source.slice(element.start, nameEnd) + inheritedDeclarations(path);
  return without === null
    ? head + source.slice(nameEnd, element.end)
    : head + source.slice(nameEnd, without.start) + source.slice(without.end, element.end);
}

function qualifiedNameLength(source: string, { start }: XmlElement): number {
  let end = start + 1;
  while (!' \t\r\n/>'.includes(source.charAt(end))) end += 1;
  return end - start;
}

/** The strict reader lets no quote, ampersand or angle bracket into a namespace name: as attributes they are safe. */
function inheritedDeclarations(path: ElementPath): string {
  const inScope = new Map<string, string>();
  for (const { declarations } of path) {
    for (const [prefix, namespace] of declarations) inScope.set(prefix, namespace);
  }
  const own = path.at(-1)?.declarations;
  return [...inScope]
    .filter(([prefix, namespace]) => !own?.has(prefix) && !(prefix === '' && namespace === ''))
    .map(([prefix, namespace]) => ` xmlns${prefix === '' ? '' : `:${prefix}`}="${namespace}"`)
    .join('');
}

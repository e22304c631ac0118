import { createRequire } from 'node:module';

type Test = (element: Element) => boolean;

interface Attr {
  readonly localName: string | null;
  readonly namespaceURI: string | null;
  readonly value: string;
}

interface Node {
  readonly nodeType: number;
  readonly parentNode: Node | null;
  readonly firstChild: Node | null;
  readonly nextSibling: Node | null;
}

interface Element extends Node {
  readonly localName: string | null;
  readonly namespaceURI: string | null;
  readonly attributes: ArrayLike<Attr>;
}

/** The one function that every search of the library ends in. */
export type SelectWithResolver = (
  expression: string,
  node: Node,
  resolver: unknown,
  single?: boolean,
) => unknown;

interface XPathLibrary {
  selectWithResolver: SelectWithResolver;
}

const ELEMENT = 1;
const DOCUMENT = 9;
const XMLNS = 'http://www.w3.org/2000/xmlns/';

/** `//*[...]` from a document, `.//*[...]` from any node: every element below it for which the predicate holds. */
const BELOW = /^(\.?)\/\/\*\[(.+)\]$/;
/** `./*[...]`: the same of its children alone. */
const CHILDREN = /^\.\/\*\[(.+)\]$/;
const BY_NAME =
  /^local-name\(\.?\)='([A-Za-z]+)'(?: and namespace-uri\(\.\)='([A-Za-z0-9:/.#-]+)')?$/;
const BY_ANY_ID = /^@\*\[local-name\(\.\)='(Id|ID|id)'\]='([A-Za-z0-9_.-]+)'$/;

/**
 * node-saml and xml-crypto search the message twenty times per signature, seven times the whole of it, and their XPath
 * engine copies its context for every predicate on every node: more than half of what a sign-in would cost. Most of
 * these expressions are answered by walking the tree; every other text goes to the engine as before. What is found must
 * be the same nodes in the same order: tree-search.spec.ts holds both against each other.
 * @returns null where the engine has to answer
 */
export function searchByWalking(expression: string, node: Node): readonly Element[] | null {
  const [, ofChildren] = CHILDREN.exec(expression) ?? [];
  if (ofChildren !== undefined) {
    const test = testOf(ofChildren);
    return test && childrenOf(node, test);
  }
  const [, dot, ofAll] = BELOW.exec(expression) ?? [];
  if (ofAll === undefined || (dot === '' && node.nodeType !== DOCUMENT)) return null;
  const test = testOf(ofAll);
  return test && elementsBelow(node, test);
}

function testOf(predicate: string): Test | null {
  const byName = BY_NAME.exec(predicate);
  if (byName) {
    const [, local, namespace] = byName;
    return ({ localName, namespaceURI }) =>
      localName === local && (namespace === undefined || namespaceURI === namespace);
  }
  const byAnyId = BY_ANY_ID.exec(predicate);
  if (!byAnyId) return null;
  const [, name, value] = byAnyId;
  return ({ attributes }) => hasAttribute(attributes, name, value);
}

/** Declarations of namespaces are no attributes to XPath (XPath 1.0 5.3). */
function hasAttribute(
  attributes: ArrayLike<Attr>,
  local: string | undefined,
  value: string | undefined,
): boolean {
  for (let index = 0; index < attributes.length; index += 1) {
    const attr = attributes[index];
    if (attr?.localName === local && attr?.value === value && attr?.namespaceURI !== XMLNS)
      return true;
  }
  return false;
}

function childrenOf(parent: Node, test: Test): readonly Element[] {
  const found: Element[] = [];
  for (let node = parent.firstChild; node; node = node.nextSibling)
    if (node.nodeType === ELEMENT && test(node as Element)) found.push(node as Element);
  return found;
}

/** In document order, and without recursion: nothing here relies on a bound on depth. */
function elementsBelow(top: Node, test: Test): readonly Element[] {
  const found: Element[] = [];
  let node = top.firstChild;
  while (node) {
    if (node.nodeType === ELEMENT && test(node as Element)) found.push(node as Element);
    let next: Node | null = node.firstChild;
    for (let at: Node | null = node; !next && at && at !== top; at = at.parentNode)
      next = at.nextSibling;
    node = next;
  }
  return found;
}

/** The copies of the XPath engine that node-saml and xml-crypto have loaded: one each, of different versions. */
export function xpathLibraries(): readonly XPathLibrary[] {
  const require = createRequire(import.meta.url);
  const nodeSaml = createRequire(
    createRequire(require.resolve('@node-saml/passport-saml')).resolve('@node-saml/node-saml'),
  );
  const xmlCrypto = createRequire(nodeSaml.resolve('xml-crypto'));
  return [...new Set([nodeSaml, xmlCrypto].map((each) => each('xpath') as XPathLibrary))];
}

/** Puts the walk before the engine in both copies. */
export function installTreeSearch(libraries: readonly XPathLibrary[]): void {
  for (const library of libraries) {
    const original = library.selectWithResolver;
    library.selectWithResolver = (expression, node, resolver, single) => {
      const found = searchByWalking(expression, node);
      if (!found) return original(expression, node, resolver, single);
      return single ? found[0] : found;
    };
  }
}

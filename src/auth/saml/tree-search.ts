import { createRequire } from 'node:module';

/** As much of the DOM as a search looks at. */
interface Node {
  readonly nodeType: number;
  readonly localName: string | null;
  readonly namespaceURI: string | null;
  readonly parentNode: Node | null;
  readonly firstChild: Node | null;
  readonly nextSibling: Node | null;
  readonly attributes: ArrayLike<Node> | null; // of elements alone
  readonly nodeValue: string | null;
}

type Test = (node: Node) => boolean;

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
const TEXT = new Set([3, 4]);
const DOCUMENT = 9;
const XMLNS = 'http://www.w3.org/2000/xmlns/';

const PREDICATE = String.raw`\[((?:[^[\]]|\[[^[\]]*\])+)\]`;
/** A step down to elements (`/`: children, `//`: all below; with a dot from here, else from the document), one step more. */
const SEARCH = new RegExp(
  String.raw`^(\.?)(//?)\*${PREDICATE}(?:/(?:@([A-Za-z]+)|(text\(\))|\*${PREDICATE}))?$`,
);
const BY_NAME =
  /^local-name\(\.?\)='([A-Za-z]+)'(?: and namespace-uri\(\.\)='([A-Za-z0-9:/.#-]+)')?$/;
const BY_ID = /^@ID="([A-Za-z0-9_.-]+)"$/;
const BY_ANY_ID = /^@\*\[local-name\(\.\)='(Id|ID|id)'\]='([A-Za-z0-9_.-]+)'$/;

/**
 * node-saml and xml-crypto search the message twenty times per signature, seven times the whole of it, and their XPath
 * engine copies its context for every predicate on every node: more than half of what a sign-in would cost. The
 * expressions that they ask with are answered by walking the tree; every other text goes to the engine as before. What
 * is found must be the same nodes in the same order: tree-search.spec.ts holds both against each other.
 * @returns null where the engine has to answer
 */
export function searchByWalking(expression: string, node: Node): readonly Node[] | null {
  const [matched, dot, axis, predicate = '', attribute, text, second] =
    SEARCH.exec(expression) ?? [];
  if (matched === undefined || (dot === '' && node.nodeType !== DOCUMENT)) return null;
  const test = testOf(predicate);
  const secondTest = second === undefined ? null : testOf(second);
  if (!test || (second !== undefined && !secondTest)) return null;
  const found = axis === '//' ? elementsBelow(node, test) : elementChildren(node, test);
  if (attribute !== undefined)
    return found.flatMap((element) =>
      attributesOf(element).filter((each) => isPlain(each, attribute)),
    );
  if (!secondTest && text === undefined) return found;
  if (found.length > 1) return null; // the children of elements inside one another would have to be sorted
  return found.flatMap((element) =>
    secondTest ? elementChildren(element, secondTest) : childrenOf(element, isText),
  );
}

function testOf(predicate: string): Test | null {
  const byName = BY_NAME.exec(predicate);
  if (byName) {
    const [, local, namespace] = byName;
    return ({ localName, namespaceURI }) =>
      localName === local && (namespace === undefined || namespaceURI === namespace);
  }
  const byAnyId = BY_ANY_ID.exec(predicate);
  if (byAnyId) {
    const [, name, value] = byAnyId;
    return (element) =>
      attributesOf(element).some((each) => each.localName === name && each.nodeValue === value);
  }
  const byId = BY_ID.exec(predicate);
  return (
    byId &&
    ((element) =>
      attributesOf(element).some((each) => isPlain(each, 'ID') && each.nodeValue === byId[1]))
  );
}

/** Declarations of namespaces are no attributes to XPath (XPath 1.0 5.3). */
function attributesOf({ attributes }: Node): readonly Node[] {
  return Array.from(attributes ?? []).filter(({ namespaceURI }) => namespaceURI !== XMLNS);
}

/** By a name without prefix: in no namespace, and in any case, since to the engine every document is an HTML one. */
function isPlain({ namespaceURI, localName }: Node, name: string): boolean {
  return !namespaceURI && localName?.toLowerCase() === name.toLowerCase();
}

function isText({ nodeType }: Node): boolean {
  return TEXT.has(nodeType);
}

function elementChildren(parent: Node, test: Test): readonly Node[] {
  return childrenOf(parent, (node) => node.nodeType === ELEMENT && test(node));
}

function childrenOf(parent: Node, test: Test): readonly Node[] {
  const found: Node[] = [];
  for (let node = parent.firstChild; node; node = node.nextSibling)
    if (test(node)) found.push(node);
  return found;
}

/** In document order, and without recursion: nothing here relies on a bound on depth. */
function elementsBelow(top: Node, test: Test): readonly Node[] {
  const found: Node[] = [];
  let node = top.firstChild;
  while (node) {
    if (node.nodeType === ELEMENT && test(node)) found.push(node);
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

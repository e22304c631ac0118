import type { XmlTree } from './parse-xml-tree.js';

const METADATA_NAMESPACE = 'urn:oasis:names:tc:SAML:2.0:metadata';

export function isMetadata(element: XmlTree, name: string): boolean {
  return element.name === name && element.namespace === METADATA_NAMESPACE;
}

/** Direct children only: an element of the right name elsewhere in the document means nothing. */
export function childrenOf(element: XmlTree, name: string): readonly XmlTree[] {
  return element.children.filter((child) => isMetadata(child, name));
}

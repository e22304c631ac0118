import { accept, refuse, type Decision } from '../../../errors/index.js';
import { DSIG } from '../../../xml/domain/xml-names.js';
import { isNamed, type XmlElement } from '../../../xml/domain/xml-element.js';

/**
 * The element that stands in the message and the one in the verified octets went through two different parsers and
 * canonicalisation. They must be the same element, name by name and character by character, its own Signature apart
 * (the enveloped-signature transform takes that out). Every signature wrapping and parser differential is a
 * difference here, also one that nobody has published yet.
 */
export function checkAgreement(sent: XmlElement, verified: XmlElement): Decision<void> {
  const isSame = isSameElement(withoutSignature(sent), withoutSignature(verified));
  return isSame ? accept(undefined) : refuse('signature_content_differs');
}

function withoutSignature(element: XmlElement): XmlElement {
  const children = element.children.filter((child) => !isNamed(child, DSIG, 'Signature'));
  return { ...element, children };
}

function isSameElement(a: XmlElement, b: XmlElement): boolean {
  return (
    a.name.local === b.name.local &&
    a.name.namespace === b.name.namespace &&
    a.text === b.text &&
    hasSameAttributes(a, b) &&
    a.children.length === b.children.length &&
    a.children.every((child, index) => isSameAt(child, b.children[index]))
  );
}

function hasSameAttributes({ attributes }: XmlElement, b: XmlElement): boolean {
  if (attributes.size !== b.attributes.size) return false;
  for (const [name, value] of attributes) if (b.attributes.get(name) !== value) return false;
  return true;
}

function isSameAt(a: XmlElement, b: XmlElement | undefined): boolean {
  return b !== undefined && isSameElement(a, b);
}

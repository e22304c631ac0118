import { accept, refuse, type Decision } from '../../../errors/index.js';
import { ASSERTION, SCHEMA_INSTANCE } from './saml-names.js';
import {
  attributeOf,
  childrenNamed,
  holdsElementsOnly,
  isNamed,
  type XmlElement,
} from '../../../xml/domain/xml-element.js';

/**
 * SAML core 2.7.3: every attribute by its name, over all statements. Two Attribute elements of one name are one attribute
 * (node-saml lets the last one win, which loses groups), and a Map has no names with a meaning of their own.
 *
 * What is a value: the text of an AttributeValue, or of the one NameID in it (Shibboleth's eduPersonTargetedID). A value
 * of other elements, or of text and elements mixed, has no text to compare and is left out: it can never grant anything.
 * `xsi:nil` says that there is no value.
 */
export function readAttributes(
  statements: readonly XmlElement[],
): Decision<ReadonlyMap<string, readonly string[]>> {
  const attributes = new Map<string, string[]>();
  for (const element of statements.flatMap(({ children }) => children)) {
    if (isNamed(element, ASSERTION, 'EncryptedAttribute')) {
      return refuse('assertion_encrypted', { element: 'EncryptedAttribute' });
    }
    const name = attributeOf(element, 'Name');
    if (!isNamed(element, ASSERTION, 'Attribute') || name === null || !holdsElementsOnly(element)) {
      return refuse('assertion_malformed', { detail: 'AttributeStatement' });
    }
    const values = attributes.get(name) ?? [];
    for (const value of childrenNamed(element, ASSERTION, 'AttributeValue')) {
      const text = readValue(value);
      if (text !== null) values.push(text);
    }
    attributes.set(name, values);
  }
  return accept(attributes);
}

function readValue(value: XmlElement): string | null {
  const nil = attributeOf(value, `{${SCHEMA_INSTANCE}}nil`);
  if (nil === 'true' || nil === '1') return null;
  const [nameId, ...others] = value.children;
  if (!nameId) return value.text;
  const isNameId =
    others.length === 0 &&
    holdsElementsOnly(value) &&
    isNamed(nameId, ASSERTION, 'NameID') &&
    nameId.children.length === 0;
  return isNameId ? nameId.text : null;
}

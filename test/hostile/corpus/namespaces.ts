import { ASSERTION, PROTOCOL } from '../../support/saml/index.js';
import { altered, family, genuine, type HostileCase } from './case.js';

const row = family('namespaces and size');

const declaration = (text: string) => altered('<samlp:Response ', `<samlp:Response ${text} `);
const nested = (depth: number): string => '<x>'.repeat(depth) + '</x>'.repeat(depth);
const extensions = (inside: string) => ({
  extensions: `<samlp:Extensions>${inside}</samlp:Extensions>`,
});

export const namespaceCases: readonly HostileCase[] = [
  row(
    'a prefix that is not declared',
    'namespace_unresolved',
    altered('<NameID ', '<NameID evil:x="1" '),
  ),
  row(
    'an element with a prefix that is not declared',
    'namespace_unresolved',
    altered('</NameID>', '<e:x></e:x></NameID>'),
  ),
  row(
    'a namespace name that is a relative URI, which has no canonical form',
    'canonicalization_failed',
    declaration('xmlns:x="relative"'),
  ),
  row('the prefix xml bound anew', 'namespace_unresolved', declaration(`xmlns:xml="${ASSERTION}"`)),
  row('the prefix xmlns declared', 'namespace_unresolved', declaration('xmlns:xmlns="urn:x"')),
  row(
    'another prefix for the namespace of xml',
    'namespace_unresolved',
    declaration('xmlns:x="http://www.w3.org/XML/1998/namespace"'),
  ),
  row(
    'the namespace of xmlns as the default',
    'namespace_unresolved',
    declaration('xmlns="http://www.w3.org/2000/xmlns/"'),
  ),
  row(
    'the namespace of XHTML, where xmldom takes elements for text',
    'namespace_unresolved',
    declaration('xmlns:h="http://www.w3.org/1999/xhtml"'),
  ),
  row(
    'a prefix undeclared again',
    'namespace_unresolved',
    altered('<NameID ', '<NameID xmlns:samlp="" '),
  ),
  row('a prefix called __proto__', 'namespace_unresolved', declaration('xmlns:__proto__="urn:x"')),
  row('a prefix that begins with xml', 'namespace_unresolved', declaration('xmlns:xmlx="urn:x"')),
  row(
    'a quotation mark in a namespace, which xml-crypto writes unescaped',
    'namespace_unresolved',
    declaration('xmlns:x=\'urn:x" ID="_evil\''),
  ),
  row('an entity in a namespace', 'namespace_unresolved', declaration('xmlns:x="urn:x&amp;y"')),
  row('a prefix declared twice', 'xml_malformed', declaration('xmlns:x="urn:x" xmlns:x="urn:y"')),
  row('samlp rebound to the assertion namespace', 'root_unexpected', altered(PROTOCOL, ASSERTION)),
  row(
    'samlp rebound inside the Status',
    'response_malformed',
    altered('<samlp:StatusCode ', '<samlp:StatusCode xmlns:samlp="urn:x" '),
  ),
  row(
    'an unprefixed element whose namespace is taken away',
    'assertion_misplaced',
    altered(`<Assertion xmlns="${ASSERTION}"`, '<Assertion xmlns=""'),
  ),
  row('a prefix rebound where nothing uses it', 'accepted', (context) =>
    genuine(context, extensions('<x xmlns="urn:x" xmlns:samlp="urn:y"></x>')),
  ),
  row('depth 41', 'xml_too_complex', (context) => genuine(context, extensions(nested(39)))),
  row('depth 40', 'accepted', (context) =>
    genuine(context, extensions(`<x xmlns="">${nested(37)}</x>`)),
  ),
  row('depth 10,000', 'xml_too_complex', (context) => genuine(context, extensions(nested(10_000)))),
  row('6,000 elements', 'xml_too_complex', (context) =>
    genuine(context, extensions('<x></x>'.repeat(6000))),
  ),
  row('65 attributes', 'xml_too_complex', (context) =>
    genuine(
      context,
      extensions(`<x ${Array.from({ length: 65 }, (_, i) => `a${String(i)}=""`).join(' ')}></x>`),
    ),
  ),
  row('a name of 129 characters', 'xml_too_complex', (context) =>
    genuine(context, extensions(`<${'x'.repeat(129)}/>`)),
  ),
  row('an attribute of 5,000 characters', 'xml_too_complex', (context) =>
    genuine(context, extensions(`<x a="${'x'.repeat(5000)}"/>`)),
  ),
  row('1,000 groups', 'accepted', (context) =>
    genuine(context, { groups: Array.from({ length: 1000 }, (_, i) => `group-${String(i)}`) }),
  ),
];
